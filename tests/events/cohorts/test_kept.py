"""What a group holds about a person: export, erasure, and how long it is kept."""

from datetime import timedelta

import pytest

from events.cohorts.actions import (
    answer_story,
    hide_note,
    make_address,
    outdate,
    remove_note,
    report_note,
    set_pairs,
    write_note,
)
from events.cohorts.models import BuddyPair, CohortFeed, CohortMember, CohortNote, CohortNoteReport, RolePractice
from events.cohorts.personal_data import COHORTS_DATA
from events.cohorts.states import PlaceState, StoryAnswer
from events.feeds.actions import token_of_feed
from network.privacy.consents import consents_of
from portal.shared.conversations.states import ReportReason
from portal.shared.retention import kept_for
from tests.events.cohorts.conftest import LATER, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(cohort, people):
    return [
        write_note(cohort=cohort, member=member, text=f"Van {member.given_name}.", token="formulier", at=NOW)
        for member in people[:2]
    ]


def test_export_holds_ones_own_and_nothing_of_others(cohort, places, people, notes, dates):
    answer_story(place=places[0], answer=StoryAnswer.YES, takeaway="Rust.", at=NOW)
    RolePractice.objects.create(place=places[0], occurrence=dates[0], role="voorzitter")
    report_note(note=notes[1], member=people[0], reason=ReportReason.OTHER, text="Mijn melding.", at=NOW)
    report_note(note=notes[0], member=people[1], reason=ReportReason.OTHER, text="Over Anna.", at=NOW)
    token = token_of_feed(make_address(place=places[0], at=NOW))

    data = str(COHORTS_DATA.export(people[0].key))

    assert [part in data for part in ("Van Anna.", "Rust.", "voorzitter", "Mijn melding.", "Peergang coaches")] == [
        True
    ] * 5
    assert [part in data for part in ("Van Bram.", "Over Anna.", token)] == [False] * 3


def test_ones_own_note_taken_away_is_no_decision_about_someone(cohort, people, notes, organiser):
    remove_note(note=notes[0], member=people[0], at=LATER)
    hide_note(note=notes[1], by=organiser, reason="Te persoonlijk.", at=LATER)

    assert COHORTS_DATA.export(people[0].key)["decisions"] == []
    assert [row["answer"] for row in COHORTS_DATA.export(organiser.key)["decisions"]] == ["Te persoonlijk."]


def test_who_deletes_their_account_leaves_nothing_they_wrote(cohort, places, people, notes, organiser):
    set_pairs(cohort=cohort, groups=[[places[0].key, places[1].key]], at=NOW)
    make_address(place=places[0], at=NOW)
    report_note(note=notes[1], member=people[0], reason=ReportReason.OTHER, text="Mijn melding.", at=NOW)

    assert COHORTS_DATA.erase(people[0].key, at=LATER) > 0

    assert COHORTS_DATA.erase(people[0].key, at=LATER) == 0
    place = CohortMember.objects.get(pk=places[0].pk)
    assert (place.member, place.state, place.takeaway, place.pair) == (None, PlaceState.LEFT, "", None)
    assert list(CohortNote.objects.order_by("pk").values_list("text", flat=True)) == ["", "Van Bram."]
    assert CohortNoteReport.objects.values_list("reporter", "text").get() == (None, "")
    assert not CohortFeed.objects.exists()
    assert not BuddyPair.objects.exists()


def test_what_a_former_organiser_decided_stays_without_the_name(cohort, people, notes, organiser):
    hide_note(note=notes[0], by=organiser, reason="Vraag het aan Olga Organisator.", at=LATER)

    COHORTS_DATA.erase(organiser.key, at=LATER)

    note = CohortNote.objects.get(pk=notes[0].pk)
    assert (note.state_by, note.state_reason) == (None, "Vraag het aan oud-lid.")
    assert not CohortMember.objects.filter(added_by__isnull=False).exists()


def test_notes_go_a_year_after_the_last_date(cohort, places, notes, dates):
    answer_story(place=places[0], answer=StoryAnswer.YES, takeaway="Rust.", at=NOW)
    set_pairs(cohort=cohort, groups=[[places[0].key, places[1].key]], at=NOW)
    RolePractice.objects.create(place=places[0], occurrence=dates[0], role="voorzitter")
    end = dates[2].ends_at + kept_for("cohort_notes")

    assert outdate(at=end) == 0
    assert CohortNote.objects.count() == 2
    assert outdate(at=end + timedelta(seconds=1)) == 5
    assert outdate(at=end + timedelta(seconds=1)) == 0
    assert not CohortNote.objects.exists()
    assert CohortMember.objects.values_list("takeaway", flat=True)[0] == ""
    assert CohortMember.objects.count() == 4


def test_the_operator_sets_the_period(cohort, notes, dates, settings):
    settings.PORTAL_RETENTION_DAYS = settings.PORTAL_RETENTION_DAYS | {"cohort_notes": 30}

    outdate(at=dates[2].ends_at + timedelta(days=31))

    assert not CohortNote.objects.exists()


def test_what_one_agreed_to_stands_with_ones_own_data(cohort, places, people):
    answer_story(place=places[0], answer=StoryAnswer.YES, takeaway="", at=NOW)

    found = {str(consent.what): consent.given_at for consent in consents_of(people[0].key)}

    assert found == {
        "Meedoen aan “Peergang coaches”": NOW,
        "Je naam bij het verhaal van “Peergang coaches”": NOW,
    }
    answer_story(place=places[0], answer=StoryAnswer.NO, takeaway="", at=NOW)
    assert len(consents_of(people[0].key)) == 1
