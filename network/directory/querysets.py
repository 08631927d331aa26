"""The people of the list, for one viewer: by the words typed, and by the help that someone looks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from network.directory.rules import SearchWord, ids_holding, search_words, stems_of
from network.directory.states import Scope
from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from network.vocabulary.models import HelpTopic, Role, Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from search.dutch.synonyms import current_lexicon

# More keys than this make the questions to the database themselves slow.
MOST_PINNED = 1000
# Of more members the numbers beside the filters are counted for all readers together, a minute late at most.
MOST_COUNTED = 5_000


@dataclass(frozen=True)
class Pinned:
    """The people a list begins with; of those who were looked up and are many, also the keys, in their order."""

    people: QuerySet
    scope: Scope
    keys: list[int] | None = None


def sight_of(viewer: Viewer) -> Viewer:
    """Give who looks, without who it is in person: in the list people find themselves as others do.

    Many see the same, so that what is counted for one is counted for all of them.
    """
    return replace(viewer, member_key=None, is_editor=False)


def listed(viewer: Viewer, *, on: date) -> QuerySet:
    """Give the members this viewer may see at all, by name (Dutch order: "de Graaf" stands at the G)."""
    return by_name(Member.objects.members().with_field_visible_to("name", viewer, on=on))


def holding_words(people: QuerySet, text: str, viewer: Viewer, *, on: date) -> QuerySet:
    """Keep the people with every word in what this viewer may see of them.

    Words are looked for in the name, the function, the school, themes, topics of help, and what people say of
    themselves; in each only where it is not hidden.

    Parameters:
        people: From `listed`.
        text: What someone typed.
        viewer: Who looks.
        on: Today.
    """
    for word in search_words(text, current_lexicon()):
        people = people.filter(_has_word(word, viewer, on=on))
    return people


def helping_with(people: QuerySet, topic_ids: list[int], viewer: Viewer, *, asker_key: str, on: date) -> QuerySet:
    """Keep the people, but the one who asks, who help with one of these topics and show it."""
    ties = Member.helps_with.through.objects.filter(helptopic__in=topic_ids)
    people = people.with_field_visible_to("helps_with", viewer, on=on).exclude(key=asker_key)
    return people.filter(pk__in=ties.values("member"))


def most_help_first(people: QuerySet, topic_ids: list[int]) -> QuerySet:
    """Put who helps with most of the topics first, and further by name."""
    ties = Member.helps_with.through.objects.filter(member=OuterRef("pk"), helptopic__in=topic_ids)
    number = ties.order_by().values("member").annotate(number=Count("pk")).values("number")
    return people.annotate(fits=Subquery(number)).order_by("-fits", "sort_name", "pk")


def by_name(people: QuerySet) -> QuerySet:
    """Put people in the order of their names, as `listed` does."""
    return people.order_by("sort_name", "pk")


def pinned(people: QuerySet, order: Callable[[QuerySet], QuerySet]) -> Pinned:
    """Look people up once, so that what was found is not looked for again in every count, nor for the page."""
    keys = list(order(people).values_list("pk", flat=True))
    if len(keys) > MOST_PINNED:
        return Pinned(order(people), Scope.MANY, keys)
    return Pinned(order(Member.objects.filter(pk__in=keys)), Scope.FEW)


def in_order_of(keys: Sequence[int], people: QuerySet) -> list[Member]:
    """Give the people with these keys, in the order of the keys; a key without anyone is left out."""
    found = {member.pk: member for member in people.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def is_large() -> bool:
    """Say whether there are so many members that counting them for each reader takes too long."""

    def count() -> bool:
        return Member.objects.members().order_by()[: MOST_COUNTED + 1].count() > MOST_COUNTED

    return remembered("directory-is-large", count)


def _has_word(word: SearchWord, viewer: Viewer, *, on: date) -> Q:
    def showing(name: str) -> QuerySet:
        return Member.objects.with_field_visible_to(name, viewer, on=on)

    def tied(name: str, through: QuerySet, members: str = "member") -> Q:
        return Q(pk__in=showing(name).filter(pk__in=through.values(members)).values("pk"))

    work = Affiliation.objects.current(on)
    roles, themes = ids_holding(word, _stems("roles")), ids_holding(word, _stems("themes"))
    topics, schools = ids_holding(word, _stems("topics")), ids_holding(word, _stems("schools"))
    found = Q(sort_name__contains=word.folded)
    titles = Q(local_title__icontains=word.written) | Q(team__icontains=word.written) | Q(role__in=roles)
    found |= tied("title", work.filter(titles))
    found |= Q(pk__in=showing("about").filter(about__icontains=word.written).values("pk"))
    found |= Q(pk__in=showing("seeks").filter(seeks_note__icontains=word.written).values("pk"))
    if schools:
        found |= tied("school", work.filter(institution__in=schools))
    if themes:
        found |= tied("themes", Member.themes.through.objects.filter(theme__in=themes))
    if topics:
        found |= tied("helps_with", Member.helps_with.through.objects.filter(helptopic__in=topics))
        found |= tied("seeks", Member.seeks.through.objects.filter(helptopic__in=topics))
    return found


def _named(model, *columns: str) -> Callable[[], dict[int, tuple[str, ...]]]:
    return lambda: {
        row[0]: stems_of(" ".join(map(str, row[1:]))) for row in model.objects.order_by().values_list("pk", *columns)
    }


_VOCABULARIES = {
    "roles": _named(Role, "name"),
    "themes": _named(Theme, "name"),
    "topics": _named(HelpTopic, "name"),
    "schools": _named(Institution, "name", "city"),
}


def _stems(name: str) -> dict[int, tuple[str, ...]]:
    return remembered(("directory-words", name), _VOCABULARIES[name])
