"""The pages of looking back: who opens what, what stands on them, and that nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from events.offers.ways import own_parts
from events.placements.ways import placement_parts
from events.reflections.actions import choose_sentences, own_reflection, propose_finding
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.parts import LOOKING_BACK, OWN_REFLECTIONS
from events.reflections.states import Verdict
from stories.contributions.models import Contribution
from tests.events.reflections.conftest import NOW, looks, texts_of, write_all, write_and_hand_in
from tests.factories.exchange_reflections import FinishedPlacementFactory
from tests.factories.stories import InsightFactory

pytestmark = pytest.mark.django_db


def at(name: str, placement, *keys: str) -> str:
    return reverse(f"reflections:{name}", args=[placement.key, *keys])


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def version_in(html: str) -> str:
    return re.search(r'name="version" value="([^"]*)"', html)[1]


@pytest.fixture
def everything(opened, guest, host, portal):
    """An opened exchange with a summary, a sentence and a finding; gives every address."""
    JointSummary.objects.update(title="Zwaluwtitel", text="Zwaluwtekst")
    row = own_reflection(opened, host)
    [quote] = choose_sentences(placement=opened, member=guest, chosen=[(row.key, "Hanna over saw.")], at=NOW)
    insight = InsightFactory(parent=portal.insights)
    finding = propose_finding(
        placement=opened,
        member=host,
        insight_key=str(insight.pk),
        verdict=Verdict.PARTLY,
        sentence="Zwaluwzin.",
        at=NOW,
    )
    names = ("detail", "write", "hand_in", "summary", "agree", "quotes", "propose", "story")
    return {
        **{name: at(name, opened) for name in names},
        "quote": at("quote", opened, quote.key),
        "finding": at("finding", opened, finding.key),
    }


ACTORS = ("guest", "host", "team", "editor", "coach")
# Only the page itself is read by the programme team; a sentence is answered by its writer alone.
OPEN = {
    "detail": {"guest", "host", "team"},
    "write": {"guest", "host"},
    "hand_in": {"guest", "host"},
    "summary": {"guest", "host"},
    "agree": {"guest", "host"},
    "quotes": {"guest", "host"},
    "quote": {"host"},
    "propose": {"guest", "host"},
    "finding": {"guest", "host"},
    "story": {"guest", "host"},
}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_page_is_for_the_two_and_reading_for_the_programme_team(client, everything, actor, request):
    client.force_login(request.getfixturevalue(actor))
    before = [list(model.objects.values()) for model in (Reflection, JointSummary, ReflectionQuote, ReflectionFinding)]

    found = {name for name, address in everything.items() if client.get(address).status_code != 404}

    assert found == {name for name, actors in OPEN.items() if actor in actors}
    refused = {
        name: client.post(address, {"answer": "released"}).status_code
        for name, address in everything.items()
        if actor not in OPEN[name]
    }
    assert set(refused.values()) <= {404}
    after = [list(model.objects.values()) for model in (Reflection, JointSummary, ReflectionQuote, ReflectionFinding)]
    assert after == before


def test_a_visitor_signs_in_first(client, everything):
    assert {client.get(address).headers["Location"].split("?")[0] for address in everything.values()} == {
        "/account/login/"
    }


def test_before_it_is_over_there_is_no_such_page(client, placement, guest):
    type(placement).objects.update(state="running")
    client.force_login(guest)

    assert client.get(at("detail", placement)).status_code == 404
    assert client.get(at("write", placement)).status_code == 404


def test_sealed_shows_that_it_is_there_and_not_a_word(client, placement, guest, host, team):
    write_and_hand_in(placement, guest, private_note="Zwaluwnotitie")
    write_all(placement, host)

    client.force_login(host)
    page = read(client, at("detail", placement))
    assert "De terugblik van Gijs Gast is er." in page
    assert "Gijs over" not in page
    for name in ("summary", "agree", "quotes", "propose", "story"):
        assert client.get(at(name, placement)).status_code == 404
    client.force_login(team)
    page = read(client, at("detail", placement))
    assert "Gijs over" not in page
    assert "Hanna over" not in page
    client.force_login(guest)
    page = read(client, at("detail", placement))
    assert "Gijs over saw" in page
    assert "De terugblik van Hanna Heer is er nog niet." in page
    assert "Hanna over" not in page


def test_the_note_stands_only_with_its_writer_and_on_the_teams_page(client, placement, guest, host, team, editor):
    write_and_hand_in(placement, guest, private_note="Zwaluwnotitie")
    write_and_hand_in(placement, host)
    notes = reverse("reflections:notes")

    shown = {}
    for actor in (guest, host, team, editor):
        client.force_login(actor)
        pages = [client.get(address) for address in (at("detail", placement), at("quotes", placement), notes)]
        shown[actor.given_name] = [b"Zwaluwnotitie" in page.content for page in pages]

    assert shown == {
        "Gijs": [True, False, False],
        "Hanna": [False, False, False],
        "Petra": [False, False, True],
        "Ed": [False, False, False],
    }


def test_writing_keeps_hands_in_and_then_stays(client, placement, guest):
    client.force_login(guest)
    form = {**texts_of("Gijs"), "version": version_in(read(client, at("write", placement)))}

    kept = client.post(at("write", placement), form)
    assert kept.headers["Location"] == at("detail", placement)
    again = client.post(at("write", placement), {**form, "check": "1"})
    assert again.headers["Location"] == at("hand_in", placement)
    sealed = client.post(at("hand_in", placement), {"version": version_in(read(client, at("hand_in", placement)))})

    assert sealed.headers["Location"] == at("detail", placement)
    assert Reflection.objects.get().is_in
    assert client.get(at("write", placement)).headers["Location"] == at("detail", placement)
    late = client.post(at("write", placement), {**form, "saw": "Zwaluw erbij."})
    assert late.status_code == 409
    assert "Zwaluw erbij." in late.content.decode()
    assert Reflection.objects.get().saw == "Gijs over saw. En nog een zin."


def test_a_form_of_another_window_shows_both_versions_and_can_be_sent_again(client, placement, guest):
    client.force_login(guest)
    old = version_in(read(client, at("write", placement)))
    write_all(placement, guest)

    answer = client.post(at("write", placement), {**texts_of("Zwaluw"), "version": old})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Zwaluw over saw" in page
    assert "Gijs over saw" in page
    client.post(at("write", placement), {**texts_of("Zwaluw"), "version": version_in(page)})
    assert Reflection.objects.get().saw.startswith("Zwaluw")


def test_what_is_too_long_stays_in_the_form(client, placement, guest):
    client.force_login(guest)

    answer = client.post(at("write", placement), {**texts_of("Gijs"), "advice": "zwaluw " * 200})

    assert answer.status_code == 422
    assert "zwaluw zwaluw" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "fields"), [("write", {"saw": "Zwaluw op de draad"}), ("summary", {"title": "Zwaluw", "text": "Draad"})]
)
def test_what_was_typed_after_the_session_ended_is_there_after_signing_in(client, placement, guest, host, name, fields):
    if name == "summary":
        write_and_hand_in(placement, guest)
        write_and_hand_in(placement, host)

    answer = client.post(at(name, placement), {**fields, "version": ""})

    assert answer.headers["Location"].startswith("/account/login/")
    kept = dict(client.session)
    client.force_login(guest)
    session = client.session
    session.update({key: value for key, value in kept.items() if key == "reflection_typed"})
    session.save()
    page = read(client, at(name, placement))
    assert all(text in page for text in fields.values())


def test_an_older_summary_form_shows_both_and_loses_nothing(client, opened, guest):
    client.force_login(guest)
    old = version_in(read(client, at("summary", opened)))
    JointSummary.objects.update(title="Van de ander", text="Tekst van de ander")

    answer = client.post(at("summary", opened), {"title": "Van mij", "text": "Tekst van mij", "version": old})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("Van mij", "Tekst van mij", "Van de ander", "Tekst van de ander"))
    client.post(at("summary", opened), {"title": "Beide", "text": "Samen", "version": version_in(page)})
    assert JointSummary.objects.get().title == "Beide"


def test_the_whole_way_from_summary_to_a_draft_story(client, opened, guest, host, portal):
    client.force_login(guest)
    form = {"title": "Een dag mee", "text": "Kijk mee.", "version": version_in(read(client, at("summary", opened)))}
    client.post(at("summary", opened), form)
    sentence = f"{own_reflection(opened, guest).key}:0"
    assert f'value="{sentence}"' in read(client, at("quotes", opened))
    client.post(at("quotes", opened), {"own": sentence})
    for member in (guest, host):
        client.force_login(member)
        version = version_in(read(client, at("agree", opened)))
        client.post(at("agree", opened), {"version": version, "is_named": "on"})

    page = read(client, at("story", opened))
    assert "Gijs over saw." in page
    answer = client.post(at("story", opened))

    assert answer.headers["Location"] == Contribution.objects.get().get_absolute_url()
    client.force_login(guest)
    assert client.post(at("story", opened)).headers["Location"] == at("detail", opened)
    assert "De ander heeft de pen" in read(client, at("detail", opened))


def test_an_insight_is_searched_chosen_and_released(client, opened, guest, host, portal):
    insight = InsightFactory(parent=portal.insights, title="Loop een dag mee")
    client.force_login(guest)
    assert "Loop een dag mee" in read(client, at("propose", opened) + "?q=loop")
    assert "Geen inzicht heeft deze woorden" in read(client, at("propose", opened) + "?q=zwaluw")
    form = {"insight": str(insight.pk), "verdict": "supports", "sentence": "Hanna liet het zien."}

    wrong = client.post(at("propose", opened), form)
    assert wrong.status_code == 422
    assert "Hanna liet het zien." in wrong.content.decode()
    client.post(at("propose", opened), form | {"sentence": "Meelopen hielp."})
    finding = ReflectionFinding.objects.get()

    client.force_login(host)
    address = at("finding", opened, finding.key)
    client.post(address, {"version": version_in(read(client, address))})
    assert ReflectionFinding.objects.get().is_released
    client.post(address, {"version": version_in(read(client, address)), "back": "1"})
    assert not ReflectionFinding.objects.get().is_released


def test_other_pages_lead_here(placement, guest, team, editor):
    assert LOOKING_BACK in list(placement_parts)
    assert OWN_REFLECTIONS in list(own_parts)
    assert LOOKING_BACK.context(placement, looks(guest), at=NOW)["key"] == placement.key
    assert LOOKING_BACK.context(placement, looks(editor), at=NOW) is None
    assert [line["key"] for line in OWN_REFLECTIONS.context(guest, looks(guest), at=NOW)["lines"]] == [placement.key]
    assert OWN_REFLECTIONS.context(editor, looks(editor), at=NOW) is None
    assert OWN_REFLECTIONS.context(team, looks(team), at=NOW) == {"lines": [], "reads_notes": True}


def test_lists_cost_the_same_for_one_and_three(client, guest, team, django_assert_max_num_queries):
    def queries(address, member):
        client.force_login(member)
        client.get(address)
        with django_assert_max_num_queries(100) as counted:
            client.get(address)
        return len(counted)

    found = []
    for _number in range(2):
        for _row in range(1 + 2 * _number):
            write_and_hand_in(FinishedPlacementFactory(guest=guest), guest, private_note="Let op.")
        found.append(queries(reverse("reflections:notes"), team))
    assert found[0] == found[1]


def test_the_page_costs_the_same_for_any_number(client, opened, guest, host, django_assert_max_num_queries):
    counts = []
    rows = [own_reflection(opened, member) for member in (guest, host)]
    for sentences in (["saw"], ["learned", "changes"]):
        for row, name in zip(rows, ("Gijs", "Hanna"), strict=True):
            chosen = [(row.key, f"{name} over {each}.") for each in sentences]
            choose_sentences(placement=opened, member=guest, chosen=chosen, at=NOW)
        client.force_login(guest)
        client.get(at("detail", opened))
        with django_assert_max_num_queries(100) as counted:
            client.get(at("detail", opened))
        counts.append(len(counted))
    assert counts[0] == counts[1]
