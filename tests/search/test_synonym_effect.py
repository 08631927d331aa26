"""An editor sees what a change of synonyms would do before it counts; saved, it counts at once, for everyone."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from search.dutch.actions import load_synonyms
from search.dutch.lexicon import SynonymRow
from search.dutch.models import SynonymGroup
from search.effects.queries import effect_of
from search.effects.rules import RemarkKind, remarks_on
from search.engines.choice import engine_named
from search.results.queries import answer
from tests.factories.network import MemberFactory
from tests.search.conftest import ANONYMOUS, MEMBER, follow_outside

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def row(*terms: str, name: str = "x", expands_to: tuple[str, ...] = ()) -> SynonymRow:
    return SynonymRow(name=name, is_one_way=bool(expands_to), terms=terms, expands_to=expands_to)


@pytest.mark.parametrize(
    ("group", "remarks"),
    [
        (row("robot", "automaat"), []),
        (row("robot", "de"), [(RemarkKind.STOP_WORDS, "de", "")]),
        (row("school", "pand"), [(RemarkKind.NEVER_EXPANDED, "school", "")]),
        (row("pand", expands_to=("school",)), []),
        (row("robot", "automaat", "Robots"), [(RemarkKind.SAME, "Robots", "robot")]),
        (row("robot", "leeromgevingen"), [(RemarkKind.ELSEWHERE, "leeromgevingen", "elo, leeromgeving")]),
    ],
    ids=["nothing", "stop words", "never expanded", "never expanded as the broader one", "same", "elsewhere"],
)
def test_remarks_say_what_an_editor_may_not_mean(group, remarks):
    others = [row("elo", "leeromgeving", name="elo")]

    assert [(found.kind, found.term, found.other) for found in remarks_on(group, others)] == remarks


@pytest.fixture
def robots(stories):
    """Two stories, of which members alone see the second, and the synonyms as editors have them."""
    load_synonyms()
    stories.put("1", "Een robot in de les")
    stories.put("2", "De automaat in de kantine")
    stories.put("3", "Automaten voor wie het mag weten", audience="members")
    return stories


def group(terms: str, **more) -> SynonymGroup:
    return SynonymGroup(name="robots", terms=terms, **more)


def test_effect_shows_what_is_gained_for_the_editor_and_for_a_visitor(robots):
    effect = effect_of(group("robot\nautomaat"), viewer=MEMBER)

    by_term = {found.term: (found.editor, found.visitor) for found in effect.terms}
    editor, visitor = by_term["robot"]
    assert (editor.before, editor.after) == (1, 3)
    assert set(editor.gained) == {"Automaten voor wie het mag weten", "De automaat in de kantine"}
    assert (visitor.before, visitor.after, visitor.gained, visitor.lost) == (1, 2, ("De automaat in de kantine",), ())
    assert set(by_term) == {"robot", "automaat"}
    assert SynonymGroup.objects.filter(name="robots").count() == 0


def test_effect_shows_what_a_word_that_is_taken_out_loses(robots):
    saved = group("robot\nautomaat\nmachine")
    saved.save()
    saved.terms = "robot\nmachine"

    effect = effect_of(saved, viewer=ANONYMOUS)

    lost = {found.term: (found.visitor.lost, found.visitor.before, found.visitor.after) for found in effect.terms}
    assert lost["robot"] == (("De automaat in de kantine",), 2, 1)
    assert lost["automaat"] == (("Een robot in de les",), 2, 1)


def test_what_changes_nothing_says_so(robots):
    saved = group("robot\nautomaat")
    saved.save()

    assert effect_of(saved, viewer=ANONYMOUS).terms == ()


def test_a_one_way_group_of_others_takes_the_change_over(robots):
    SynonymGroup.objects.create(name="merk", direction="oneway", terms="robotron", expands_to="robot")

    effect = effect_of(group("robot\nautomaat"), viewer=ANONYMOUS)

    assert {found.term: found.visitor.gained for found in effect.terms}["robotron"] == ("De automaat in de kantine",)


def test_first_group_of_all_is_said_to_put_the_own_list_aside(stories):
    assert effect_of(group("robot\nautomaat"), viewer=ANONYMOUS).replaces_bundled


@pytest.fixture
def editor(client, site):
    person = MemberFactory()
    rights = ("access_admin", "add_synonymgroup", "change_synonymgroup")
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)
    return person


FORM = {"name": "robots", "direction": "both", "terms": "robot\nautomaat", "expands_to": "", "note": "Uit een vraag"}
ADD = "wagtailsnippets_search_synonymgroup:add"


def test_button_shows_the_effect_and_saves_nothing(robots, client, editor):
    page = client.post(reverse(ADD), FORM | {"effect": "1"}).content.decode()

    assert "Het effect, nog niet opgeslagen" in page
    assert "nu 1, straks 3" in page
    assert "+ De automaat in de kantine" in page
    assert "robot\nautomaat</textarea>" in page
    assert "Uit een vraag" in page
    assert not SynonymGroup.objects.filter(name="robots").exists()


@pytest.mark.parametrize("button", [{"effect": "1"}, {}], ids=["effect", "save"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"terms": "robot\x00\nautomaat"}, "Null-tekens zijn niet toegestaan."),
        ({"terms": "\n".join(f"woord{number}" for number in range(5000))}, "Een groep heeft hooguit 50 woorden."),
        ({"terms": "robot\n" + "automaat " * 1200}, "Een woord of woordgroep heeft hooguit 100 tekens."),
        (
            {"direction": "oneway", "terms": "robot", "expands_to": "\n".join(map(str, range(3000)))},
            "Een groep heeft hooguit 50 woorden.",
        ),
    ],
    ids=["NUL", "thousands of words", "a long word", "thousands of broader words"],
)
def test_a_group_that_search_can_not_carry_is_refused_before_it_is_tried(
    robots, client, editor, changes, message, button
):
    page = client.post(reverse(ADD), FORM | changes | button).content.decode()

    assert message in page
    assert "Het effect, nog niet opgeslagen" not in page
    assert not SynonymGroup.objects.filter(name="robots").exists()


def test_effect_of_a_large_group_tries_some_words_and_says_so(robots, client, editor, django_assert_max_num_queries):
    terms = "\n".join(["robot", "automaat", *(f"woord{chr(97 + number)}" for number in range(20))])

    with django_assert_max_num_queries(400):
        page = client.post(reverse(ADD), FORM | {"terms": terms, "effect": "1"}).content.decode()

    assert page.partition("Het effect, nog niet opgeslagen")[2].partition("</table>")[0].count('<th scope="row">') == 12
    assert "Er veranderen nog 10 woorden. Die zijn hier niet uitgeprobeerd." in page


@pytest.mark.parametrize("typed", ["robot\x00", "robot " * 2000, "%_'\"(*"], ids=["NUL", "long", "signs"])
def test_list_can_be_searched_for_anything(robots, client, editor, typed):
    for name in ("list", "list_results"):
        address = reverse(f"wagtailsnippets_search_synonymgroup:{name}")
        assert client.get(address, {"q": typed, "p": typed}).status_code == 200


def test_button_on_a_group_in_use_leaves_it_as_it_is(robots, client, editor):
    saved = group("robot\nautomaat")
    saved.save()
    edit = reverse("wagtailsnippets_search_synonymgroup:edit", args=[saved.pk])

    page = client.post(edit, FORM | {"terms": "robot\nschool", "effect": "1"}).content.decode()
    refused = client.post(edit, FORM | {"terms": "robot", "effect": "1"}).content.decode()

    saved.refresh_from_db()
    assert saved.terms == "robot\nautomaat"
    assert "− De automaat in de kantine" in page
    assert "‘school’ is te breed voor synoniemen." in page
    assert "Een groep heeft minstens twee woorden nodig" in refused
    assert "Het effect, nog niet opgeslagen" not in refused


def test_button_on_a_copy_saves_nothing_either(robots, client, editor):
    saved = group("robot\nautomaat")
    saved.save()
    copy = reverse("wagtailsnippets_search_synonymgroup:copy", args=[saved.pk])
    before = SynonymGroup.objects.count()

    page = client.post(copy, FORM | {"name": "robots 2", "terms": "robot\nmachine", "effect": "1"}).content.decode()

    assert "Het effect, nog niet opgeslagen" in page
    assert SynonymGroup.objects.count() == before


def test_without_the_right_there_is_nothing_to_try(robots, client, site):
    person = MemberFactory()
    person.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(person)

    assert client.post(reverse(ADD), FORM | {"effect": "1"}).status_code == 302


def test_saved_group_counts_at_once_without_indexing_again(robots, client, editor, each_engine):
    follow_outside()
    engine = engine_named(each_engine)
    before = answer("robot", viewer=ANONYMOUS, engine=engine).total

    client.post(reverse(ADD), FORM)

    assert (before, answer("robot", viewer=ANONYMOUS, engine=engine).total) == (1, 2)


def test_list_tells_of_the_words_that_go_their_own_way(robots, client, editor):
    page = client.get(reverse("wagtailsnippets_search_synonymgroup:list")).content.decode()

    assert "Woorden zonder synoniemen" in page
    assert "icoatch → i-coach" in page
