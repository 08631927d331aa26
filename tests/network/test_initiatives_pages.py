"""Joint actions over HTTP: who sees what, and what a member clicks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.initiatives.actions import (
    accept_school,
    end_initiative,
    set_news_mail,
    submit_proposal,
    write_update,
)
from network.initiatives.bridges import INITIATIVE_BRIDGES
from network.initiatives.models import Initiative, InitiativeParticipant
from network.initiatives.searchable import SEARCHABLE
from network.initiatives.states import InitiativeKind, InitiativeState
from network.institutions.actions import rename_institution
from network.models import FieldAudience
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import BridgeLayer, bridge_sources, institution_sections
from tests.factories.exchange_bridges import of_each_school
from tests.factories.initiatives import (
    AT,
    add_colleague,
    add_draft,
    add_initiative,
    add_moderator,
    join,
)
from tests.factories.network import InstitutionFactory, MemberFactory, ThemeFactory

pytestmark = pytest.mark.django_db
ANYONE = Viewer.anonymous()
A_MEMBER = Viewer(member_key="iemand", is_member=True)


@pytest.fixture(autouse=True)
def _site(site):
    """Pages need a site around them."""


def body(response) -> str:
    return response.content.decode()


def let_in(initiative, **more):
    place = join(initiative, **more)
    accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    place.part.refresh_from_db()
    return place


def signed_in(client, member):
    client.force_login(member)
    return client


def test_a_visitor_sees_what_is_for_everyone_and_nothing_else(client):
    shown = add_initiative(title="Open voor iedereen")
    for_members = add_initiative(title="Zwaluwproef", audience=Audience.MEMBERS)
    draft = add_draft(title="Zwaluwconcept")

    page = body(client.get("/samen/"))

    assert "Open voor iedereen" in page
    assert "waluw" not in page
    assert [client.get(row.get_absolute_url()).status_code for row in (shown, for_members, draft)] == [200, 404, 404]


def test_a_member_sees_what_is_for_members_but_no_draft_of_others(client, coach):
    for_members, draft = add_initiative(audience=Audience.MEMBERS), add_draft()
    signed_in(client, coach)
    assert [client.get(row.get_absolute_url()).status_code for row in (for_members, draft)] == [200, 404]
    assert signed_in(client, draft.contact).get(draft.get_absolute_url()).status_code == 200


def test_ones_own_draft_stands_apart_and_not_among_what_schools_do(client):
    shown, draft = add_initiative(), add_draft()

    answer = signed_in(client, draft.contact).get("/samen/")

    assert [list(answer.context[name]) for name in ("page_obj", "mine")] == [[shown], [draft]]


def test_an_editor_sees_what_waits_but_no_draft(client):
    draft, waiting = add_draft(), add_draft()
    submit_proposal(initiative=waiting, member=waiting.contact, at=AT)
    signed_in(client, add_moderator())
    assert [client.get(row.get_absolute_url()).status_code for row in (draft, waiting)] == [404, 200]


def test_search_knows_what_its_readers_may_see():
    shown = add_initiative(title="Toetsproef")
    for_members = add_initiative(title="Besloten", audience=Audience.MEMBERS)
    draft = add_draft()
    keys = [row.key for row in (shown, for_members, draft)]

    drafts = {row.title: SEARCHABLE.entries_for(row) for row in (shown, for_members, draft)}

    assert [entry.slice for entry in drafts["Toetsproef"]] == ["everyone"]
    assert [entry.slice for entry in drafts["Besloten"]] == ["members"]
    assert list(SEARCHABLE.entries_for(draft)) == []
    assert SEARCHABLE.visible_keys(keys, ANYONE) == {shown.key}
    assert SEARCHABLE.visible_keys(keys, A_MEMBER) == {shown.key, for_members.key}


def test_filters_keep_what_was_asked_and_a_wrong_one_is_not_asked(client):
    theme = ThemeFactory(slug="toetsing", name="Toetsing")
    add_initiative(title="Toetsproef", kind=InitiativeKind.PILOT, themes=[theme], is_running=True)
    other = add_initiative(title="Vier middagen", kind=InitiativeKind.TRAINING)
    school = let_in(other).part.institution

    def found(query: str) -> tuple[bool, bool]:
        page = body(client.get(f"/samen/?{query}"))
        return "Toetsproef" in page, "Vier middagen" in page

    assert found("soort=pilot") == (True, False)
    assert found("thema=toetsing") == (True, False)
    assert found("staat=open") == (False, True)
    former = school.slug
    assert found(f"school={former}") == (False, True)
    rename_institution(institution=school, name="Vechtcollege")
    assert found(f"school={former}") == (False, True)
    assert found("soort=training&thema=toetsing") == (False, False)
    assert found("soort=bestaat-niet&staat=draft&thema=%00&pagina=x") == (True, True)


def test_an_empty_list_leads_on(client):
    page = body(client.get("/samen/"))
    assert "Hier staat nog niets" in page
    assert "/samen/nieuw/" in page


def test_people_are_named_as_their_own_profile_allows(client, coach):
    initiative = add_initiative()
    let_in(initiative, member=None, school=None)
    shy = let_in(initiative, school=InstitutionFactory(name="Schuw College")).member
    open_member = add_colleague(InstitutionFactory(), given_name="Olga", family_name="Open")
    for field in ("name", "school"):
        FieldAudience.objects.create(member=open_member, field=field, audience=Audience.EVERYONE)
    let_in(initiative, member=open_member, school=open_member.affiliations.get().institution)
    type(shy).objects.filter(pk=shy.pk).update(given_name="Sjaan", family_name="Schuw")

    visitor = body(client.get(initiative.get_absolute_url()))
    member = body(signed_in(client, coach).get(initiative.get_absolute_url()))

    assert ("Olga Open" in visitor, "Sjaan" in visitor) == (True, False)
    assert ("Olga Open" in member, "Sjaan Schuw" in member) == (True, True)
    assert "Schuw College" in visitor


def test_a_count_below_five_is_kept_back(client):
    initiative = add_initiative()
    school = let_in(initiative).part.institution
    for _colleague in range(3):
        join(initiative, school=school)
    assert "4 mensen" not in body(client.get(initiative.get_absolute_url()))

    join(initiative, school=school)
    timezone.now()
    assert "5 mensen" in body(client.get(initiative.get_absolute_url()))


def test_a_wish_is_between_the_school_and_the_one_who_leads(client):
    initiative = add_initiative()
    place = join(initiative)

    assert "wil meedoen" not in body(client.get(initiative.get_absolute_url()))
    assert "wil meedoen" in body(signed_in(client, place.member).get(initiative.get_absolute_url()))
    assert "wil meedoen" in body(signed_in(client, initiative.contact).get(initiative.get_absolute_url()))


@pytest.mark.parametrize(
    ("standing", "has_school", "words"),
    [("member", True, "Doe mee met je school"), ("member", False, "bevestigd"), ("prospect", True, "nog niet bekend")],
)
def test_the_panel_says_what_this_reader_can_do(client, standing, has_school, words):
    initiative, school = add_initiative(), InstitutionFactory()
    member = add_colleague(school, standing=standing) if has_school else MemberFactory(standing=standing)
    assert words in body(signed_in(client, member).get(initiative.get_absolute_url()))


def test_joining_asks_first_and_keeps_what_was_typed(client):
    initiative = add_initiative()
    member = add_colleague(InstitutionFactory())
    address = f"{initiative.get_absolute_url()}meedoen/"
    signed_in(client, member)

    client.get(address)
    assert InitiativeParticipant.objects.filter(member=member).count() == 0
    refused = body(client.post(address, {"message": "Met team zorg"}))
    assert "Met team zorg" in refused
    assert "error-summary" in refused

    response = client.post(address, {"wish": "part", "message": "Met team zorg", "gets_mail": "on"})
    assert response.headers["Location"] == initiative.get_absolute_url()
    assert InitiativeParticipant.objects.get(member=member).part.state == "asked"


def test_a_member_of_two_schools_says_for_which(client):
    initiative, first, second = add_initiative(), InstitutionFactory(), InstitutionFactory()
    member = add_colleague(first)
    member.affiliations.create(institution=second, state="confirmed")
    signed_in(client, member)
    address = f"{initiative.get_absolute_url()}meedoen/"

    assert "error-summary" in body(client.post(address, {"wish": "part"}))
    foreign = InstitutionFactory()
    assert "error-summary" in body(client.post(address, {"wish": "part", "institution": foreign.slug}))
    client.post(address, {"wish": "part", "institution": second.slug})

    assert InitiativeParticipant.objects.get(member=member).part.institution == second


def test_what_is_over_says_so_instead_of_a_form(client):
    initiative = add_initiative(is_running=True)
    end_initiative(
        initiative=initiative, member=initiative.contact, state=InitiativeState.STOPPED, result="Te druk.", at=AT
    )
    member = add_colleague(InstitutionFactory())
    page = body(signed_in(client, member).get(f"{initiative.get_absolute_url()}meedoen/"))
    assert "Dit is afgelopen" in page
    assert 'name="wish"' not in page


def test_a_coordinator_finds_the_way_to_take_the_school_out(client):
    initiative = add_initiative()
    place = join(initiative)
    coordinator = add_colleague(place.part.institution)
    address = f"{initiative.get_absolute_url()}school-weg/{place.part.key}/"
    signed_in(client, coordinator)
    assert client.get(address).status_code == 404

    coordinator.affiliations.update(is_coordinator=True)
    assert address in body(client.get(initiative.get_absolute_url()))
    client.get(address)
    client.post(address)

    place.part.refresh_from_db()
    assert place.part.state == "withdrew"


def test_mail_about_it_goes_off_and_on(client):
    initiative = add_initiative()
    place = join(initiative)
    address = f"{initiative.get_absolute_url()}mail/"
    signed_in(client, place.member)

    assert client.get(address).status_code == 405
    client.post(address, {"mail": "uit"})
    place.refresh_from_db()
    assert place.gets_mail is False
    client.post(address, {"mail": "aan"})
    place.refresh_from_db()
    assert place.gets_mail is True


def test_a_mail_stops_by_its_link_only_when_asked(client):
    initiative = add_initiative()
    place = join(initiative)
    write_update(initiative=initiative, member=initiative.contact, title="x", text="x", token="t", at=timezone.now())
    header = OutboxMail.objects.get(purpose="initiatives.update").headers["List-Unsubscribe"]
    address = "/samen/afmelden/" + header.rstrip(">").rstrip("/").rsplit("/", 1)[-1] + "/"

    client.get(address)
    place.refresh_from_db()
    assert place.gets_mail is True
    # As a mail program does it: no cookie, no token of ours.
    response = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    place.refresh_from_db()
    assert (response.status_code, place.gets_mail) == (200, False)
    assert InitiativeParticipant.objects.filter(pk=place.pk).exists()
    set_news_mail(place=place, gets_mail=True)
    assert client.post(address).status_code == 200


def test_from_proposal_to_result_over_the_front_end(client):
    school = InstitutionFactory()
    lead, moderator = add_colleague(school), add_moderator()
    values = {
        "kind": "pilot",
        "title": "Toetsproef",
        "goal": "Minder paniek.",
        "asks": "Zes uur.",
        "audience": "everyone",
    }
    signed_in(client, lead)
    desk = client.post("/samen/nieuw/", values).headers["Location"]
    client.post(f"{desk}stap/", {"text": "Ronde 1", "due_on": "2026-12-01"})
    assert client.post(f"{desk}versturen/").headers["Location"] == desk

    initiative = Initiative.objects.get()
    signed_in(client, moderator)
    assert "Toetsproef" in body(client.get("/samen/voorstellen/"))
    judging = f"{initiative.get_absolute_url()}beoordelen/"
    assert "Ronde 1" in body(client.get(judging))
    assert "Schrijf wat er anders moet" in body(client.post(judging, {"decision": "back"}))
    client.post(judging, {"decision": "approve"})

    place = join(initiative)
    signed_in(client, lead)
    assert "wil meedoen" in body(client.get(desk)) or "Scholen die mee willen doen" in body(client.get(desk))
    client.post(f"{desk}school/{place.part.key}/", {"answer": "accept"})
    client.post(f"{desk}starten/")
    client.post(f"{desk}nieuws/", {"title": "Ronde 1", "text": "Elf fouten.", "token": "t"})
    client.post(f"{desk}afronden/", {"state": "done", "result": "Een uur scheelt een dag."})

    client.logout()
    page = body(client.get(initiative.get_absolute_url()))
    assert "afgerond" in page
    assert "Een uur scheelt een dag." in page
    assert "Elf fouten." in page
    assert "deed mee" in page


def test_a_wrong_date_stands_at_its_field(client):
    draft = add_draft()
    signed_in(client, draft.contact)
    values = {"kind": "pilot", "title": "x", "audience": "everyone", "starts_on": "2026-12-01", "ends_on": "2026-11-01"}
    page = body(client.post(f"{draft.get_absolute_url()}regie/tekst/", values))
    assert "error-summary" in page
    assert Initiative.objects.get().ends_on is None
    assert "error-summary" in body(
        client.post(f"{draft.get_absolute_url()}regie/stap/", {"text": "x", "due_on": "0001-01-01"})
    )


def test_a_step_is_ticked_off_and_taken_out(client):
    initiative = add_initiative()
    signed_in(client, initiative.contact)
    desk = f"{initiative.get_absolute_url()}regie/"
    client.post(f"{desk}stap/", {"text": "Ronde 1", "due_on": "2026-11-05"})
    step = initiative.steps.get()
    client.post(f"{desk}stap/{step.key}/", {"text": "Ronde 1", "due_on": "2026-11-05", "done_on": "2026-11-04"})
    step.refresh_from_db()
    assert step.done_on == date(2026, 11, 4)
    client.post(f"{desk}stap/{step.key}/", {"remove": "1"})
    assert initiative.steps.count() == 0


def test_an_editor_can_not_decide_on_the_own_proposal(client):
    school = InstitutionFactory()
    lead = add_colleague(school, is_superuser=True)
    draft = add_draft(lead=lead, school=school)
    submit_proposal(initiative=draft, member=lead, at=AT)
    signed_in(client, lead)
    judging = f"{draft.get_absolute_url()}beoordelen/"
    assert 'name="decision"' not in body(client.get(judging))
    client.post(judging, {"decision": "approve"})
    draft.refresh_from_db()
    assert draft.state == "waiting"


def bridges(viewer) -> set[tuple[int, int]]:
    return {
        (bridge.from_institution_id, bridge.to_institution_id)
        for source in bridge_sources
        for bridge in source.bridges(viewer)
        if bridge.layer is BridgeLayer.JOINT_ACTION
    }


def test_schools_that_take_part_are_joined_by_a_bridge_once_it_runs():
    running, still_open = add_initiative(is_running=True), add_initiative()
    first, second = let_in(running).part.institution, let_in(running).part.institution
    join(running)
    let_in(still_open)
    lead = running.lead_institution

    assert bridges(ANYONE) == {(lead.pk, first.pk), (lead.pk, second.pk), (first.pk, second.pk)}
    found = of_each_school(INITIATIVE_BRIDGES, ANYONE)
    assert [len(found[school.pk]) for school in (lead, first, still_open.lead_institution)] == [2, 2, 0]


def test_a_bridge_of_members_is_for_members():
    let_in(add_initiative(is_running=True, audience=Audience.MEMBERS))
    assert (bridges(ANYONE), len(bridges(A_MEMBER))) == (set(), 1)


def test_the_page_of_a_school_shows_what_it_does_with_others():
    section = institution_sections.get("network.initiatives")
    shown, hidden = add_initiative(), add_initiative(audience=Audience.MEMBERS)
    school = let_in(shown).part.institution
    let_in(hidden, school=school)

    def seen(viewer) -> list[Initiative]:
        return section.context(school.pk, viewer, at=AT)["initiatives"]

    assert (seen(ANYONE), {row.pk for row in seen(A_MEMBER)}) == ([shown], {shown.pk, hidden.pk})


def fill(number: int) -> None:
    for _row in range(number):
        initiative = add_initiative(is_running=True, themes=[ThemeFactory()])
        let_in(initiative)
        let_in(initiative)
        write_update(
            initiative=initiative, member=initiative.contact, title="x", text="x", token="t", at=AT + timedelta(days=1)
        )


def queries(path: str) -> int:
    Client().get(path)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one():
    fill(1)
    one = queries("/samen/")
    fill(2)
    assert queries("/samen/") == one


def test_a_page_takes_as_many_queries_for_three_schools_as_for_one():
    initiative = add_initiative(is_running=True)
    let_in(initiative)
    one = queries(initiative.get_absolute_url())
    let_in(initiative)
    let_in(initiative)
    assert queries(initiative.get_absolute_url()) == one
