"""Locks on what decisions about a group read (DECISIONS 3): the meetup, its dates by primary key, then the group."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from events.cohorts.errors import NoteGone, StepRefused
from events.cohorts.mails import outcome_mails
from events.cohorts.models import BuddyPair, Cohort, CohortMember, CohortNote, CohortNoteReport
from events.cohorts.states import PLACE_MOVES, PlaceState
from events.meetups.actions.rows import lock_dates, lock_meetup
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState
from network.models import Member
from portal.shared.conversations.states import ReportState
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail


def lock_group(meetup: Meetup, *, at: datetime) -> tuple[Cohort, list[Occurrence]]:
    """Give the group of a meetup, made when it isn't there yet, and the meetup's dates, all held.

    For every step that gives or frees seats: whoever announces a date holds that date, so such a step sees it announced
    or the announcement sees who is inside.

    Raises:
        MoveRefused: The meetup is gone.
    """
    locked = lock_meetup(meetup)
    dates = lock_dates(locked)
    Cohort.objects.get_or_create(meetup=locked, defaults={"created_at": at})
    cohort = Cohort.objects.select_for_update(of=("self",)).get(meetup=locked)
    cohort.meetup = locked
    return cohort, dates


def lock_cohort(cohort: Cohort) -> Cohort:
    """Give a group as it stands now, held; for steps that leave seats alone.

    Raises:
        StepRefused: It is gone.
    """
    rows = Cohort.objects.select_for_update(of=("self",)).select_related("meetup__page")
    locked = rows.filter(pk=cohort.pk).first()
    if locked is None:
        raise StepRefused
    return locked


def read_place(place: CohortMember, cohort: Cohort) -> CohortMember:
    """Give someone's place as it stands under the lock of the group.

    Raises:
        StepRefused: It is gone, or of another group.
    """
    found = cohort.places.select_related("member", "added_by").filter(pk=place.pk).first()
    if found is None:
        raise StepRefused
    found.cohort = cohort
    return found


def move_place(place: CohortMember, state: PlaceState, **changes: object) -> None:
    """Bring a place, whose group is held, to another state.

    Raises:
        StepRefused: There is no way from its state to this one.
    """
    if state not in PLACE_MOVES[PlaceState(place.state)]:
        raise StepRefused
    place.state = state
    for name, value in changes.items():
        setattr(place, name, value)
    place.save()


def coming(dates: Iterable[Occurrence], *, at: datetime) -> list[Occurrence]:
    """Keep the announced dates that did not start, in primary-key order as they were locked."""
    return [date for date in dates if date.state == OccurrenceState.PLANNED and date.starts_at > at]


def let_go_of_pair(place: CohortMember) -> None:
    """Take someone out of their pair; who would be alone in it has no buddy until the organisers make pairs again."""
    pair = place.pair
    if pair is None:
        return
    CohortMember.objects.filter(pk=place.pk).update(pair=None)
    place.pair = None
    if pair.places.count() < 2:
        BuddyPair.objects.filter(pk=pair.pk).delete()


def organisers_of(meetup: Meetup) -> list[Member]:
    """Give who runs a meetup and can sign in."""
    return list(meetup.organisers.filter(is_active=True).order_by("pk"))


def organises(cohort: Cohort, member: Member) -> bool:
    """Say whether someone runs the meetup of this group; editors who don't, do not."""
    return member.is_active and cohort.meetup.organiser_rows.filter(member=member).exists()


def lock_note(note: CohortNote) -> CohortNote:
    """Give a note as it stands now, held until the end of the transaction.

    Raises:
        NoteGone: The row is deleted.
    """
    rows = CohortNote.objects.select_for_update(of=("self",)).select_related("cohort__meetup__page", "member")
    locked = rows.filter(pk=note.pk).first()
    if locked is None:
        raise NoteGone
    return locked


def settle_reports(*, note: CohortNote, state: ReportState, leader: Member | None, answer: str, at: datetime) -> int:
    """Give every open report of a locked note its outcome, and tell those who reported; give their number."""
    rows = note.reports.open().select_for_update(of=("self",)).select_related("reporter").order_by("pk")
    reports = list(rows)
    for report in reports:
        report.note = note
        report.state, report.decided_by, report.decided_at, report.answer = state, leader, at, answer
    CohortNoteReport.objects.bulk_update(reports, ["state", "decided_by", "decided_at", "answer"])
    post_all(outcome_mails(reports), at=at)
    return len(reports)


def post_all(mails: Sequence[OutgoingMail], *, at: datetime) -> None:
    """Put mails in the outbox, in the caller's transaction."""
    for mail in mails:
        post(mail, at=at)
