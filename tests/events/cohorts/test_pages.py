"""The pages of a group: who opens them, what one does there, and that nobody else learns of a note."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.cohorts.actions import (
    ask_for_story,
    ask_people,
    leave_group,
    report_note,
    say_yes,
    set_pairs,
    set_roles,
    write_note,
)
from events.cohorts.models import BuddyPair, Cohort, CohortMember, CohortNote, RolePractice
from events.cohorts.states import PlaceState, StoryAnswer
from events.meetups.states import Admission, MeetupKind
from events.registrations.actions import withdraw
from events.registrations.models import Registration
from network.members.states import EDITORS
from portal.shared.conversations.states import PostState, ReportReason
from search.index.actions import sync_engines
from tests.events.cohorts.conftest import LATER, NOW
from tests.factories.events import OccurrenceFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
SECRET = "zwaluwgeheim"


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(LATER, tick=False)


def page(name, *keys):
    return reverse(f"cohorts:{name}", args=keys)


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def as_(client):
    def sign_in(member):
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def note(cohort, people):
    return write_note(cohort=cohort, member=people[0], text=f"{SECRET} over de les.", token="formulier", at=NOW)


def test_the_group_sees_dates_people_roles_buddy_and_notes(as_, cohort, meetup, places, people, dates, note):
    set_roles(meetup=meetup, roles=["voorzitter"], at=NOW)
    RolePractice.objects.create(place=places[1], occurrence=dates[0], role="voorzitter")
    set_pairs(cohort=cohort, groups=[[places[0].key, places[1].key]], at=NOW)

    text = text_of(as_(people[0]), page("group", cohort.key))

    assert "11 februari 2027" in text
    assert "<strong>voorzitter</strong>: Bram Groep" in text
    assert "Je maatje" in text
    assert [name in text for name in ("Anna", "Bram", "Cees", "Dina")] == [True] * 4
    assert SECRET in text


def test_outside_the_group_there_is_no_such_page(as_, client, cohort, places, people, note, leader, coach):
    path = page("group", cohort.key)
    assert client.get(path).status_code == 302
    editor = MemberFactory(is_superuser=True)
    editor.groups.add(Group.objects.create(name=EDITORS))
    leave_group(place=places[3], takes_notes_along=False, at=NOW)

    for member in (coach, leader, editor, people[3]):
        as_(member)
        assert [client.get(path).status_code, client.post(path, {"text": "x"}).status_code] == [404, 404]
        for name in ("remove", "report", "hide"):
            assert client.get(page(name, cohort.key, note.key)).status_code == 404
    assert CohortNote.objects.count() == 1


def test_someone_asked_sees_the_group_but_no_sign_of_notes(as_, meetup, cohort, organiser, note):
    invited = MemberFactory()
    ask_people(meetup=meetup, members=[invited], by=organiser, at=NOW)
    client = as_(invited)

    text = text_of(client, page("group", cohort.key))

    assert "Zeg ja of nee" in text
    assert "Olga Organisator" in text
    assert SECRET not in text
    assert "Notities van de groep" not in text
    assert client.post(page("group", cohort.key), {"text": "x"}).status_code == 404
    assert client.get(page("report", cohort.key, note.key)).status_code == 404


def test_yes_opens_the_group_and_no_ends_it(as_, meetup, dates, people, organiser):
    yes, no = ask_people(meetup=meetup, members=people[:2], by=organiser, at=NOW)
    cohort = yes.cohort
    empty = as_(people[0]).post(page("answer", cohort.key), {})
    assert list(empty.context["form"].errors) == ["answer"]
    answer = as_(people[0]).post(page("answer", cohort.key), {"answer": "yes"})
    assert answer.url == page("group", cohort.key)
    as_(people[1]).post(page("answer", cohort.key), {"answer": "no"})

    states = dict(CohortMember.objects.values_list("pk", "state"))
    assert states == {yes.pk: PlaceState.TAKING_PART, no.pk: PlaceState.DECLINED}
    assert as_(people[1]).get(page("group", cohort.key)).status_code == 404


def test_writing_removing_reporting_and_hiding(as_, cohort, people, organiser):
    path = page("group", cohort.key)
    client = as_(people[0])
    form = {"text": f"{SECRET} eerst.", "token": "een"}
    assert [client.post(path, form).status_code for _twice in range(2)] == [302, 302]
    note = CohortNote.objects.get()
    assert list(client.post(path, {"text": ""}).context["form"].errors) == ["text"]

    assert as_(people[1]).get(page("remove", cohort.key, note.key)).status_code == 404
    assert as_(people[1]).get(page("hide", cohort.key, note.key)).status_code == 404
    as_(people[1]).post(page("report", cohort.key, note.key), {"reason": ReportReason.PRIVATE, "text": "Een naam."})
    assert note.reports.get().reporter == people[1]

    client = as_(organiser)
    assert "leest dit" in text_of(client, page("hide", cohort.key, note.key))
    client.post(page("hide", cohort.key, note.key), {"reason": "Er staat een naam in."})
    assert SECRET not in text_of(as_(people[1]), path)
    assert "Er staat een naam in." in text_of(as_(people[0]), path)
    as_(organiser).post(page("hide", cohort.key, note.key))
    assert SECRET in text_of(as_(people[1]), path)

    as_(people[0]).post(page("remove", cohort.key, note.key))
    note.refresh_from_db()
    assert note.state == PostState.REMOVED


def test_looking_changes_nothing(as_, cohort, places, people, note, meetup, organiser):
    before = list(CohortMember.objects.values_list()), list(CohortNote.objects.values_list())
    as_(organiser)
    for name in ("compose", "roles", "buddies", "closing"):
        text_of(as_(organiser), page(name, meetup.key))
    text_of(as_(organiser), page("person", meetup.key, places[0].key))
    text_of(as_(organiser), page("hide", cohort.key, note.key))
    for name in ("leave", "story", "address"):
        text_of(as_(people[0]), page(name, cohort.key))
    text_of(as_(people[0]), page("remove", cohort.key, note.key))

    assert (list(CohortMember.objects.values_list()), list(CohortNote.objects.values_list())) == before


def test_who_withdrew_from_one_date_comes_after_all(as_, cohort, people, dates):
    withdraw(registration=Registration.objects.get(member=people[0], occurrence=dates[1]), at=NOW)
    client = as_(people[0])
    assert text_of(client, page("group", cohort.key)).count("Ik kom toch") == 1

    assert client.get(page("come", cohort.key, dates[1].key)).status_code == 405
    client.post(page("come", cohort.key, dates[1].key))

    assert Registration.objects.active().filter(member=people[0]).count() == 3
    assert client.post(page("come", cohort.key, "bestaat-niet")).status_code == 404


def test_leaving_and_the_story_over_the_pages(as_, cohort, places, people, meetup, note):
    ask_for_story(meetup=meetup, at=NOW)
    client = as_(people[0])
    assert "Schrijf je mee" in text_of(client, page("group", cohort.key))
    client.post(page("story", cohort.key), {"answer": "yes", "takeaway": "Rust."})
    place = CohortMember.objects.get(pk=places[0].pk)
    assert (place.story_answer, place.takeaway) == (StoryAnswer.YES, "Rust.")

    answer = client.post(page("leave", cohort.key), {"takes_notes_along": "on"})

    assert answer.url == "/mijn/"
    assert client.get(page("group", cohort.key)).status_code == 404
    note.refresh_from_db()
    assert note.text == ""


def test_an_organiser_finds_people_by_name_and_asks_them(as_, meetup, dates, people, organiser):
    client = as_(organiser)
    desk = text_of(client, reverse("meetups:desk", args=[meetup.key]))
    assert page("compose", meetup.key) in desk
    found = text_of(client, f"{page('compose', meetup.key)}?naam=gro")
    assert "Anna Groep" in found

    path = f"{page('compose', meetup.key)}?naam=groep"
    client.post(path, {"members": [people[0].key, people[1].key]})

    assert CohortMember.objects.count() == 2
    assert "Anna Groep" not in client.get(path).context["ask"].as_p()
    assert "Kies minstens één persoon" in client.post(path, {}).content.decode()
    assert "kleiner dan je wilt" in text_of(client, page("compose", meetup.key))
    wrong = client.post(page("compose", meetup.key), {"least": 5, "most": 2}).content.decode()
    assert "Het kleinste aantal is hoger" in wrong
    client.post(page("compose", meetup.key), {"least": 2, "most": 5})
    assert Cohort.objects.values_list("least", "most").get() == (2, 5)


def test_who_can_sign_up_by_themselves_is_not_asked(as_, meetup, dates, organiser):
    meetup.admission = Admission.DIRECT
    meetup.save()

    text = text_of(as_(organiser), page("compose", meetup.key))

    assert "Kies eerst “een vaste groep”" in text
    assert 'name="naam"' not in text


def test_only_a_peer_course_has_a_group(as_, meetup, dates, organiser, coach):
    assert as_(coach).get(page("compose", meetup.key)).status_code == 404
    meetup.kind = MeetupKind.TRAINING
    meetup.save()
    client = as_(organiser)
    for name in ("compose", "roles", "buddies", "closing"):
        assert client.get(page(name, meetup.key)).status_code == 404
    assert "groep/" not in text_of(client, reverse("meetups:desk", args=[meetup.key]))


def test_taking_out_asks_for_a_reason(as_, cohort, meetup, places, organiser):
    client, path = as_(organiser), page("person", meetup.key, places[0].key)
    assert list(client.post(path, {"reason": " "}).context["form"].errors) == ["reason"]

    client.post(path, {"reason": "Op eigen verzoek."})

    assert CohortMember.objects.get(pk=places[0].pk).state == PlaceState.REMOVED
    assert client.get(path).status_code == 404


def test_pairs_are_proposed_across_schools_and_kept_when_sent(as_, cohort, meetup, places, organiser):
    client, path = as_(organiser), page("buddies", meetup.key)
    proposal = client.get(path)
    assert "Van verschillende scholen, en van onderwijs en ict" in proposal.content.decode()
    assert not BuddyPair.objects.exists()

    client.post(path, dict(proposal.context["form"].initial))

    assert BuddyPair.objects.count() == 2
    keys = [place.key for place in places]
    alone = client.post(path, {keys[0]: "1", keys[1]: "2", keys[2]: "2"})
    assert "Niemand is alleen een tweetal" in alone.content.decode()
    assert BuddyPair.objects.count() == 2


def test_roles_are_typed_proposed_and_kept(as_, cohort, meetup, places, dates, organiser):
    client = as_(organiser)
    at_date = page("roles_at", meetup.key, dates[0].key)
    assert client.get(at_date).url == page("roles", meetup.key)
    twice = client.post(page("roles", meetup.key), {"roles": "voorzitter\nvoorzitter"})
    assert "hooguit acht verschillende rollen" in twice.content.decode()
    client.post(page("roles", meetup.key), {"roles": "voorzitter\nobservator"})

    proposal = client.get(at_date)
    assert "Dit is een voorstel" in proposal.content.decode()
    client.post(at_date, dict(proposal.context["form"].initial))

    assert sorted(RolePractice.objects.values_list("role", flat=True)) == ["observator", "voorzitter"]
    assert client.get(page("roles_at", meetup.key, "bestaat-niet")).status_code == 404


def test_asking_and_finishing_over_the_pages(as_, cohort, meetup, places, people, organiser):
    client, path = as_(organiser), page("closing", meetup.key)
    client.post(path, {"vraag": "1"})
    cohort.refresh_from_db()
    assert cohort.story_asked_at is not None
    assert "Geef het verhaal een titel" in client.post(path, {"wants_story": "yes"}).content.decode()
    nobody = client.post(path, {"wants_story": "yes", "title": "Ons verhaal"})
    assert "Nog niemand zei ja" in nobody.content.decode()

    client.post(path, {"wants_story": "no"})

    assert "Deze groep is afgerond" in text_of(client, path)
    assert "Plaats je notitie" not in text_of(as_(people[0]), page("group", cohort.key))


def test_a_leader_reads_only_what_was_reported(as_, cohort, people, leader, note):
    other = write_note(cohort=cohort, member=people[0], text="Niet gemeld.", token="tweede", at=NOW)
    report_note(note=note, member=people[1], reason=ReportReason.HURTFUL, text="Kijk eens.", at=NOW)
    listing, detail = reverse("cohort_conversations:list"), reverse("cohort_conversations:detail", args=[note.key])
    client = as_(leader)

    assert SECRET not in text_of(client, listing)
    assert SECRET in text_of(client, detail)
    assert client.get(reverse("cohort_conversations:detail", args=[other.key])).status_code == 404
    assert as_(people[1]).get(listing).status_code == 404
    as_(leader).post(detail, {"decision": "remove", "reason": "Dit gaat over een student."})
    note.refresh_from_db()
    assert note.text == ""


def test_a_leader_does_not_open_the_desk_on_their_own_note(as_, cohort, people, leader, note):
    people[0].groups.set(leader.groups.all())
    report_note(note=note, member=people[1], reason=ReportReason.HURTFUL, text="Kijk eens.", at=NOW)

    client = as_(people[0])

    assert note.key not in text_of(client, reverse("cohort_conversations:list"))
    assert client.get(reverse("cohort_conversations:detail", args=[note.key])).status_code == 404


def test_no_page_feed_or_search_outside_tells_of_a_note(as_, client, cohort, meetup, note, coach, organiser):
    sync_engines(at=NOW)
    paths = [
        meetup.page.url,
        "/agenda/",
        "/agenda/feed.ics",
        f"/agenda/{meetup.page.slug}/agenda.ics",
        f"/zoeken/?q={SECRET}",
        "/zoeken/?q=peergang",
        "/mijn/",
        "/sitemap.xml",
    ]
    seen = []
    for sign_in in (client.logout, lambda: as_(coach)):
        sign_in()
        for path in paths:
            content = client.get(path).content.decode().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
            seen += [path for mark in (note.key, f"{SECRET} over", cohort.key) if mark in content]
    # The organisers' own planner counts no notes either.
    seen += [SECRET for name in ("compose", "closing") if SECRET in text_of(as_(organiser), page(name, meetup.key))]

    assert seen == []


def test_as_many_queries_for_one_as_for_three(as_, meetup, dates, people, organiser):
    set_roles(meetup=meetup, roles=["voorzitter"], at=NOW)
    cohort = Cohort.objects.get()
    reader, counts, planner_counts = people[0], [], []
    for number, member in enumerate(people[:3]):
        [place] = ask_people(meetup=meetup, members=[member], by=organiser, at=NOW)
        say_yes(place=place, at=NOW)
        write_note(cohort=cohort, member=member, text="Notitie.", token=f"t{number}", at=NOW)
        RolePractice.objects.create(place=place, occurrence=dates[0], role="voorzitter")
        client = as_(reader)
        client.get(page("group", cohort.key))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page("group", cohort.key)).status_code == 200
        counts.append(len(queries))
        as_(organiser).get(page("compose", meetup.key))
        with CaptureQueriesContext(connection) as queries:
            assert as_(organiser).get(page("buddies", meetup.key)).status_code == 200
            assert as_(organiser).get(page("compose", meetup.key)).status_code == 200
        planner_counts.append(len(queries))
        OccurrenceFactory(meetup=meetup, starts_at=dates[0].starts_at.replace(day=20 + number))

    assert (len(set(counts)), len(set(planner_counts))) == (1, 1)


def test_own_page_leads_to_the_group(as_, cohort, people):
    text = text_of(as_(people[0]), "/mijn/")

    assert "Mijn peergangen" in text
    assert page("group", cohort.key) in text
