"""Everything by which search tells something: a new one is one function here.

Each surface is asked as one of the lookers and gives all the text it tells. The question itself is taken out, for pages
repeat it. Whether the marker is in what is left, is what the table compares.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from urllib.parse import quote_plus

from django.core.management import call_command
from django.utils import timezone

from search.admin.things import find_things
from search.dutch.models import SynonymGroup
from search.effects.queries import effect_of
from search.engines.interface import Filters, Sort
from search.index.models import FacetName
from search.index.registry import searchables
from search.promoted.models import PromotedResult, Promotion
from search.promoted.queries import promoted_for
from search.promoted.rules import thing_of
from search.related.reading import related_things
from search.results.choices import frequent_themes
from search.results.forms import SearchForm
from search.results.news import new_answers, new_entries
from search.results.queries import answer
from search.results.suggesting import suggestions
from tests.search.leaks.cast import MARKER, SHARED, Looker, word

World = SimpleNamespace

EVERY_PART = frozenset({"titel", "lead", "tekst", "thema"})
SHARED_WORD = frozenset({"samen"})
TYPING = frozenset({"typen"})
CARDS = frozenset({"kaart"})
LIKE_A_QUESTION = frozenset({"verwant"})
THEMES = frozenset({"thema"})
PAGES = "/zoeken/"


@dataclass(frozen=True)
class Surface:
    """One way to ask search.

    `reads` are the parts of a thing it can show; `covers` are the names of the addresses and commands it stands for.
    """

    name: str
    ask: Callable[[World, Looker, Collection[str]], str]
    reads: frozenset[str]
    covers: frozenset[str] = frozenset()

    def tells(self, world: World, looker: Looker, parts: Collection[str]) -> bool:
        """Say whether this looker learns by this surface that the thing is there."""
        return MARKER in self.ask(world, looker, parts).lower()


SURFACES: list[Surface] = []


def surface(name: str, *, reads: frozenset[str] = EVERY_PART, covers: Collection[str] = ()):
    """Add a function to the surfaces."""

    def add(ask):
        SURFACES.append(Surface(name, ask, reads, frozenset(covers)))
        return ask

    return add


def without(question: str, text: str) -> str:
    """Take a question out of an answer, as it was typed and as it stands in addresses."""
    for form in sorted({question, quote_plus(question), quote_plus(quote_plus(question))}, key=len, reverse=True):
        text = re.sub(
            rf"(?<![a-z]){re.escape(form.lower())}(?![a-z])|(?<=%3d){re.escape(form.lower())}(?![a-z])", "", text
        )
    return text


def marks_removed(text: str) -> str:
    return re.sub(r"</?mark>", "", text)


def fetched(looker: Looker, path: str, **data: str) -> str:
    """Give what a page says to someone, without the question; results count as told, however they are worded."""
    response = looker.browser.get(path, data)
    assert response.status_code == 200, (looker.name, path, data)
    text = marks_removed(response.content.decode()).lower()
    for value in data.values():
        text = without(value, text)
    return text


def _misspelt(text: str) -> str:
    """Give a word with two neighbours swapped, as fingers do."""
    return f"{text[:3]}{text[4]}{text[3]}{text[5:]}"


def _words(parts: Collection[str]) -> list[str]:
    return [word(part) for part in sorted(parts)]


def _is_result(text: str) -> str:
    """Tell that there is a result, even when the question was the only thing that could be recognised in it."""
    return MARKER if '<li class="result">' in text else ""


def _one_word(parts: Collection[str]) -> str:
    """Give one word that the thing holds; of its text where it can."""
    return word(next(part for part in ("tekst", "titel", "lead", "thema") if part in parts))


@surface("results", covers={"search:results"})
def results(world, looker, parts):
    page = fetched(looker, PAGES, q=_one_word(parts))
    return page + _is_result(page)


@surface("results, filtered, sorted and leafed through", covers={"search:results"})
def filtered_results(world, looker, parts):
    viewer, asked = looker.viewer, _one_word(parts)
    found = [
        *(answer(asked, viewer=viewer, filters=Filters(kind=searchable.kind)) for searchable in searchables()),
        answer(asked, viewer=viewer, filters=Filters(theme=MARKER)),
        answer(asked, viewer=viewer, filters=Filters(institution="lindenwaard")),
        answer(asked, viewer=viewer, sort=Sort.NEWEST),
        answer(asked, viewer=viewer, page=2),
    ]
    page = fetched(looker, PAGES, q=asked, soort="bestaat-niet", sorteer="nieuwste", pagina="2")
    return "".join([page, *(MARKER for one in found if one.hits or one.total or one.unfiltered_total)])


@surface("results of what it shares with an open text", reads=SHARED_WORD, covers={"search:results"})
def shared_results(world, looker, parts):
    return fetched(looker, PAGES, q=SHARED)


@surface("filter of a theme", reads=THEMES, covers={"search:results"})
def theme_filter(world, looker, parts):
    page = fetched(looker, PAGES, q=SHARED, thema=MARKER)
    return _is_result(page)


@surface("counts and totals")
def counts(world, looker, parts):
    told = []
    for one in _words(parts):
        found = answer(one, viewer=looker.viewer)
        told.append(MARKER if found.total or found.unfiltered_total or any(found.facets.values()) else "")
    narrowed = answer(word("tekst"), viewer=looker.viewer, filters=Filters(kind="bestaat-niet"))
    return "".join([*told, MARKER if narrowed.unfiltered_total else ""])


@surface("total of what it shares with an open text", reads=SHARED_WORD)
def shared_total(world, looker, parts):
    found = answer(SHARED, viewer=looker.viewer, sort=Sort.NEWEST)
    own = sum(hit.title in ("Open verslag", "Wijst door") for hit in found.hits)
    counted = sum(choice.count for choice in found.facets["soort"])
    return MARKER if max(found.total, found.unfiltered_total, counted) > own else ""


@surface("facets of what it shares with an open text", reads=THEMES)
def facets(world, looker, parts):
    return str(answer(SHARED, viewer=looker.viewer).facets)


@surface("passages and highlights", reads=SHARED_WORD)
def passages(world, looker, parts):
    hits = answer(f"{SHARED} {word('tekst')}", viewer=looker.viewer).hits
    return marks_removed("".join(f"{hit.title_html} {hit.excerpt_html}" for hit in hits))


@surface("suggestions while typing", reads=TYPING, covers={"search:suggestions"})
def typed_suggestions(world, looker, parts):
    texts = [fetched(looker, "/zoeken/suggesties/", q=typed) for typed in (MARKER[:4], word("titel"))]
    found = suggestions(MARKER[:5], viewer=looker.viewer)
    # A suggestion is told however its title reads.
    return "".join([*texts, *(f"{MARKER} {one.title}" for one in found)])


@surface("did you mean", covers={"search:results"})
def corrections(world, looker, parts):
    asked = [_misspelt(one) for one in _words(parts)]
    meant = [answer(one, viewer=looker.viewer).meant or "" for one in asked]
    return "".join([*meant, fetched(looker, PAGES, q=asked[0])])


@surface("a part of the words", reads=frozenset({"tekst", "titel", "lead"}))
def part_of_the_words(world, looker, parts):
    found = answer(f"fietsenstalling {_words(parts - THEMES)[0]}", viewer=looker.viewer)
    return MARKER if found.hits or found.total or found.is_partial else ""


@surface("themes on the search page", reads=THEMES, covers={"search:results"})
def start(world, looker, parts):
    return fetched(looker, PAGES)


@surface("themes when nothing is found", reads=THEMES, covers={"search:results"})
def nothing(world, looker, parts):
    return fetched(looker, PAGES, q="fietsenstalling")


@surface("theme counts", reads=THEMES)
def theme_counts(world, looker, parts):
    return str(frequent_themes(viewer=looker.viewer, limit=50))


@surface("news along themes, schools and people", reads=THEMES)
def news(world, looker, parts):
    now = timezone.now()
    along = {(FacetName.THEME.value, MARKER), (FacetName.INSTITUTION.value, "lindenwaard")}
    found = new_entries(
        along=along, viewer=looker.viewer, since=now - timedelta(days=900), until=now + timedelta(days=30), most=50
    )
    return str(found)


@surface(
    "what resembles a question, while asking one",
    reads=frozenset({"verwant"}),
    covers={"questions:related", "questions:ask"},
)
def resembling(world, looker, parts):
    asked = {"vraag": word("titel")}
    told = fetched(looker, "/vragen/verwant/", **asked)
    asking = fetched(looker, "/vragen/stel/", **asked)
    return told + (MARKER if '<ul class="rows">' in told + asking else "")


@surface("alerts of a saved question", reads=frozenset({"titel", "lead", "tekst"}))
def alerts(world, looker, parts):
    now = timezone.now()
    form = SearchForm(question=_one_word(parts))
    since, until = now - timedelta(days=900), now + timedelta(days=30)
    found = new_answers(form, viewer=looker.viewer, since=since, until=until, most=50)
    return "".join(f"{MARKER} {one.title}" for one in found)


@surface("what stands under an open text as related", reads=CARDS)
def related(world, looker, parts):
    things = related_things("pilot", world.open_text.pk, looker.viewer, most=50)
    return str(things) + fetched(looker, world.open_text.url)


@surface("results that editors promoted", reads=TYPING, covers={"search:results"})
def promoted(world, looker, parts):
    promotion, _made = Promotion.objects.get_or_create(questions="uitgelicht")
    for kind, key in world.known:
        PromotedResult.objects.get_or_create(promotion=promotion, thing=thing_of(kind, key), reason="Lees dit.")
    found = promoted_for("uitgelicht", viewer=looker.viewer, on=timezone.localdate())
    page = fetched(looker, PAGES, q="uitgelicht")
    return str(found) + page + (MARKER if "Lees dit." in page else "")


@surface("things to promote", reads=TYPING)
def choosing(world, looker, parts):
    return str([*find_things(word("titel"), looker.viewer), *find_things("", looker.viewer)])


@surface("what a change of synonyms would do", reads=frozenset({"tekst", "titel"}))
def synonyms(world, looker, parts):
    group = SynonymGroup(name="proef", direction="both", terms=f"proefwoord\n{_one_word(parts)}")
    tried = effect_of(group, viewer=looker.viewer).terms
    own = [term.editor for term in tried if term.term == "proefwoord"]
    return "".join(MARKER for one in own if one.after or one.gained)


@surface("the command search", covers={"search"})
def command(world, looker, parts):
    told, one = [], _one_word(parts)
    for options in ({}, {"as_json": True}):
        out = StringIO()
        call_command("search", one, email=looker.email, stdout=out, **options)
        told.append(without(one, out.getvalue().lower()))
        told.append("" if _found_none(out.getvalue()) else MARKER)
    return "".join(told)


def _found_none(text: str) -> bool:
    return '"hits": []' in text or text.strip().startswith(("0 resultaten", "0 results"))


@surface("the command search_explain", covers={"search_explain"})
def explanation(world, looker, parts):
    told = []
    for one in _words(parts):
        out = StringIO()
        call_command("search_explain", _misspelt(one), email=looker.email, stdout=out)
        told.append(out.getvalue())
    return "".join(told)


# These tell nothing of things: they change the index, compare it for operators, or list what was asked, not what was
# found.
TELL_NOTHING = {
    "search_rebuild",
    "search_check",
    "search_questions",
    "search_report",
    "search_report_results",
    "search:opened",
}
