"""Confidential notes: only the group and its organisers know that they are there."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from events.cohorts.actions import (
    ask_people,
    close_group,
    decide_note,
    dismiss_reports,
    hide_note,
    leave_group,
    remove_note,
    report_note,
    show_note,
    take_out,
    write_note,
)
from events.cohorts.errors import (
    GroupFinished,
    LeadersOnly,
    NotAnOrganiser,
    NoteGone,
    NotInGroup,
    NotYourNote,
    OwnNote,
    ReasonMissing,
    StepRefused,
    TooManyNotes,
)
from events.cohorts.models import CohortNote, CohortNoteReport
from events.cohorts.rules import NOTES_PER_HOUR, REPORTS_PER_HOUR
from events.cohorts.todos import NOTE_REPORT_TODOS
from network.members.states import EDITORS
from network.members.viewers import viewer_of_member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.outbox.models import OutboxMail
from tests.events.cohorts.conftest import LATER, NOW
from tests.factories.network import MemberFactory
from tests.limits import tried
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


def write(cohort, member, text="Dit blijft onder ons.", form="formulier", at=NOW):
    return write_note(cohort=cohort, member=member, text=text, token=form, at=at)


def report(note, member):
    return report_note(note=note, member=member, reason=ReportReason.HURTFUL, text="Niet aardig.", at=NOW)


def reads(member):
    viewer = viewer_of_member(member, on=NOW.date()) if member else Viewer.anonymous()
    return CohortNote.objects.visible_to(viewer).exists()


def test_who_takes_part_and_the_organisers_read_it_and_nobody_else(
    cohort, places, people, organiser, leader, stranger, meetup
):
    write(cohort, people[0])
    editor = MemberFactory(is_superuser=True)
    editor.groups.add(Group.objects.create(name=EDITORS))
    invited = MemberFactory()
    ask_people(meetup=meetup, members=[invited], by=organiser, at=NOW)

    assert [reads(member) for member in (*people, organiser)] == [True] * 5
    assert [reads(member) for member in (None, stranger, leader, editor, invited)] == [False] * 5


def test_who_is_out_reads_nothing_any_more_not_even_their_own(cohort, places, people, organiser):
    write(cohort, people[0])
    write(cohort, people[1])
    leave_group(place=places[0], takes_notes_along=False, at=LATER)
    take_out(place=places[1], by=organiser, reason="Anders.", at=LATER)

    assert [reads(member) for member in people[:3]] == [False, False, True]
    with pytest.raises(NotInGroup):
        write(cohort, people[0], form="tweede")


def test_a_former_organiser_reads_nothing(cohort, people, organiser, meetup):
    write(cohort, people[0])
    meetup.organiser_rows.all().delete()

    assert not reads(organiser)


def test_someone_asked_writes_only_after_a_yes(cohort, meetup, organiser):
    invited = MemberFactory()
    ask_people(meetup=meetup, members=[invited], by=organiser, at=NOW)

    with pytest.raises(NotInGroup):
        write(cohort, invited)


def test_one_form_makes_one_note_and_an_hour_has_a_limit(cohort, people):
    assert write(cohort, people[0]).pk == write(cohort, people[0]).pk
    for number in range(NOTES_PER_HOUR - 1):
        write(cohort, people[0], form=f"f{number}")

    with pytest.raises(TooManyNotes):
        write(cohort, people[0], form="te veel")
    write(cohort, people[0], form="later", at=NOW + timedelta(hours=1))


def test_only_the_writer_removes_a_note_and_its_text_goes(cohort, people, organiser):
    note = write(cohort, people[0])
    report(note, people[1])
    for other in (people[1], organiser):
        with pytest.raises(NotYourNote):
            remove_note(note=note, member=other, at=LATER)

    for _twice in range(2):
        remove_note(note=note, member=people[0], at=LATER)

    note.refresh_from_db()
    assert (note.state, note.text) == (PostState.REMOVED, "")
    assert not reads(people[0])
    assert CohortNoteReport.objects.get().state == ReportState.UPHELD


def test_an_organiser_hides_with_a_reason_and_shows_again(cohort, people, organiser):
    note = write(cohort, people[0])
    with pytest.raises(NotAnOrganiser):
        hide_note(note=note, by=people[1], reason="Nee.", at=LATER)
    with pytest.raises(ReasonMissing):
        hide_note(note=note, by=organiser, reason="  ", at=LATER)

    for _twice in range(2):
        hide_note(note=note, by=organiser, reason="Er staat een naam in.", at=LATER)

    assert [reads(member) for member in (people[0], people[1], organiser)] == [True, False, True]
    [mail] = OutboxMail.objects.filter(purpose="events.cohort_note_hidden")
    assert mail.to == people[0].email
    assert "Er staat een naam in." in mail.text
    assert "onder ons" not in mail.text
    show_note(note=note, by=organiser, at=LATER)
    assert reads(people[1])


def test_nobody_hides_their_own_note(cohort, organiser):
    note = write(cohort, organiser)

    with pytest.raises(OwnNote):
        hide_note(note=note, by=organiser, reason="Toch niet.", at=LATER)


def test_a_report_opens_this_one_note_to_the_conversation_leaders(cohort, people, leader):
    note = write(cohort, people[0])
    other = write(cohort, people[0], form="tweede")
    assert not CohortNote.objects.reported().exists()

    first = report(note, people[1])

    assert report(note, people[1]).pk == first.pk
    assert list(CohortNote.objects.reported()) == [note]
    [mail] = OutboxMail.objects.filter(purpose="events.cohort_reported")
    assert mail.to == leader.email
    assert "onder ons" not in mail.text
    assert [item.key for item in todos_of(NOTE_REPORT_TODOS, leader, at=NOW)] == [f"cohort-note:{note.key}"]
    with pytest.raises(NoteGone):
        decide_note(note=other, leader=leader, state=PostState.REMOVED, reason="Weg.", at=LATER)


def test_nobody_reports_the_own_note_or_from_outside(cohort, people, coach):
    note = write(cohort, people[0])

    with pytest.raises(OwnNote):
        report(note, people[0])
    with pytest.raises(NotInGroup):
        report(note, coach)
    assert not CohortNoteReport.objects.exists()


def test_a_leader_decides_and_both_hear_it(cohort, people, leader, organiser):
    note = write(cohort, people[0])
    report(note, people[1])

    decide_note(note=note, leader=leader, state=PostState.HIDDEN, reason="Dit gaat over een student.", at=LATER)

    assert OutboxMail.objects.get(purpose="events.cohort_decided").to == people[0].email
    assert OutboxMail.objects.get(purpose="events.cohort_outcome").to == people[1].email
    with pytest.raises(StepRefused):
        show_note(note=note, by=organiser, at=LATER)
    decide_note(note=note, leader=leader, state=PostState.REMOVED, reason="Dit gaat over een student.", at=LATER)
    note.refresh_from_db()
    assert note.text == ""


def test_a_report_can_be_dismissed(cohort, people, leader):
    note = write(cohort, people[0])
    report(note, people[1])

    assert dismiss_reports(note=note, leader=leader, answer="Hier is niets mis.", at=LATER) == 1

    assert "Hier is niets mis." in OutboxMail.objects.get(purpose="events.cohort_outcome").text
    assert reads(people[1])


def test_who_leads_no_conversations_decides_nothing(cohort, people, organiser):
    note = write(cohort, people[0])
    report(note, people[1])

    for member in (organiser, people[1]):
        with pytest.raises(LeadersOnly):
            decide_note(note=note, leader=member, state=PostState.REMOVED, reason="Weg.", at=LATER)


def test_a_leader_in_the_group_does_not_judge_what_they_wrote(cohort, people, leader):
    people[0].groups.set(leader.groups.all())
    note = write(cohort, people[0])
    report(note, people[1])

    with pytest.raises(OwnNote):
        dismiss_reports(note=note, leader=people[0], answer="Prima.", at=LATER)
    assert [mail.to for mail in OutboxMail.objects.filter(purpose="events.cohort_reported")] == [leader.email]


def test_a_finished_group_is_read_and_no_longer_written_in(cohort, meetup, people, organiser):
    write(cohort, people[0])
    close_group(meetup=meetup, by=organiser, at=LATER)

    with pytest.raises(GroupFinished):
        write(cohort, people[1])
    assert reads(people[1])


def test_who_leaves_can_take_the_notes_along(cohort, places, people):
    own, other = write(cohort, people[0]), write(cohort, people[1])

    leave_group(place=places[0], takes_notes_along=True, at=LATER)

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.text, own.state) == ("", PostState.REMOVED)
    assert other.text == "Dit blijft onder ons."


def test_so_many_reports_an_hour_are_enough(cohort, people):
    notes = [write(cohort, people[0], form=f"f{number}") for number in range(3)]

    report(notes[0], people[1])
    tried(REPORTS_PER_HOUR - 1)
    report(notes[1], people[1])
    with pytest.raises(TooManyNotes):
        report(notes[2], people[1])

    assert CohortNoteReport.objects.count() == 2
