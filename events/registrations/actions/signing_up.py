"""What a member does for oneself: sign up, withdraw, take part in another way, answer, choose sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.functional import lazy

from events.meetups.models import Occurrence, SeatGroup, Session
from events.meetups.rules import clashes
from events.meetups.states import Mode
from events.registrations.actions.booking_steps import switch_booking, withdraw_from_date
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import (
    MEMBER,
    Actor,
    add,
    last_in_line,
    line_of,
    lock_date,
    move,
    own_row,
    read_again,
    rules_of,
    school_of,
    seat_of,
    taken_at,
)
from events.registrations.errors import (
    REFUSED,
    AnswerMissing,
    NoSeatLeft,
    NoSeatThere,
    SessionFull,
    SessionsClash,
    SessionUnknown,
    Started,
    StepRefused,
    WaitlistFull,
)
from events.registrations.mails import post_mail
from events.registrations.models import AccessNeed, MeetupQuestion, Registration, RegistrationAnswer
from events.registrations.rules import (
    DateRules,
    Outcome,
    Seat,
    decide_outcome,
    decide_refusal,
    find_shortage,
    place_in_line,
)
from events.registrations.shortage_words import shortage_words
from events.registrations.states import ACTIVE, SEATED, RegistrationState
from network.members.states import Standing
from network.models import Member

_STATE = {
    Outcome.SEAT: RegistrationState.CONFIRMED,
    Outcome.APPROVAL: RegistrationState.WAITING_APPROVAL,
    Outcome.WAITLIST: RegistrationState.WAITLISTED,
}
_MAIL = {
    RegistrationState.CONFIRMED: "confirmed",
    RegistrationState.WAITING_APPROVAL: "approval",
    RegistrationState.WAITLISTED: "waitlisted",
}


@dataclass(frozen=True, slots=True)
class SignUp:
    """What someone fills in.

    Attributes:
        mode: "on_site" or "online".
        group: The seat group, where there are groups.
        answers: Per question, by primary key, what was answered.
        needs: What one needs to take part; only the organisers read it.
        sessions: The chosen sessions, by primary key; kept only with a seat.
    """

    mode: str = Mode.ON_SITE
    group: SeatGroup | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    needs: str = ""
    sessions: Collection[int] = ()


def register(*, occurrence: Occurrence, member: Member, sign_up: SignUp, at: datetime) -> Registration:
    """Sign a member up: a seat, a place in line, or a request to the organisers. Twice gives the first one, unchanged.

    Raises:
        RegistrationsError: By its class the reason: the first of `Refusal`, NoSeatLeft, WaitlistFull, AnswerMissing,
            or what is wrong with the chosen sessions.
    """
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        present = own_row(locked, member)
        if present is not None:
            return present
        row = Registration(
            occurrence=locked,
            member=member,
            mode=sign_up.mode,
            seat_group=sign_up.group,
            institution=school_of(member, at),
        )
        rules = rules_of(locked)
        refused = decide_refusal(rules, is_guest=False, is_member=is_full_member(member), wants=seat_of(row), at=at)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        enter(row, rules, at=at, by=MEMBER)
        write_choices(row, sign_up, at=at, is_new=True)
        tell_entered(row, at=at)
    return row


def is_full_member(member: Member) -> bool:
    """Whether someone counts as member, not as prospect (DECISIONS 14)."""
    return member.is_active and member.standing == Standing.MEMBER


def enter(row: Registration, rules: DateRules, *, at: datetime, by: Actor) -> RegistrationState:
    """Give a new row, whose date is locked and at rest, a seat, a place in line or the organisers' desk.

    Raises:
        NoSeatLeft, WaitlistFull: There is neither seat nor place.
    """
    row.state = entering_state(row.occurrence, rules, [seat_of(row)])
    if row.state == RegistrationState.WAITLISTED:
        row.queued_at = last_in_line(row.occurrence, at)
    add(row, by=by, at=at)
    return RegistrationState(row.state)


def entering_state(locked: Occurrence, rules: DateRules, wants: list[Seat]) -> RegistrationState:
    """Decide what newcomers become. Raises as `enter`."""
    line = Registration.objects.filter(occurrence=locked, queued_at__isnull=False)
    line = line.filter(state__in=(RegistrationState.WAITLISTED, RegistrationState.HELD))
    outcome = decide_outcome(rules, taken=taken_at(locked), in_line=line.count(), wants=wants)
    if outcome == Outcome.NO_WAITLIST:
        raise NoSeatLeft
    if outcome == Outcome.WAITLIST_FULL:
        raise WaitlistFull
    return _STATE[outcome]


def tell_entered(row: Registration, *, at: datetime) -> None:
    """Mail what became of a sign-up, with the place in line for who waits."""
    state = RegistrationState(row.state)
    words = {"line_place": place_of(row), "why": why_waiting(row)} if state == RegistrationState.WAITLISTED else {}
    post_mail(_MAIL[state], row, at=at, words=words)


def why_waiting(row: Registration) -> str:
    """Give the limit that keeps someone in line, in the language of who reads it; empty when none does."""
    rules = rules_of(row.occurrence)
    shortage = find_shortage(rules, taken_at(row.occurrence), [seat_of(row)])
    group = row.seat_group.name if row.seat_group else ""
    return lazy(shortage_words, str)(shortage, rules, mode=row.mode, group=group)


def place_of(row: Registration) -> int:
    """Give the place in line of a registration, for its way of taking part; 0 when it isn't in line."""
    waiting = Registration.objects.waitlisted().filter(occurrence_id=row.occurrence_id)
    return place_in_line(line_of(waiting), row.pk, row.mode)


def write_choices(row: Registration, sign_up: SignUp, *, at: datetime, is_new: bool = False) -> None:
    """Keep the answers, needs and sessions that come with a registration, in place of what was there.

    Parameters:
        row: Whose.
        sign_up: What was filled in.
        at: Now.
        is_new: The row was written a moment ago, so that nothing was there.

    Raises:
        AnswerMissing: A question that must be answered has none.
        SessionUnknown, SessionsClash, SessionFull: As `choose_sessions`.
    """
    questions = list(MeetupQuestion.objects.filter(meetup=row.occurrence.meetup_id))
    answers = {question: sign_up.answers.get(question.pk, "").strip() for question in questions}
    if any(question.is_required and not value for question, value in answers.items()):
        raise AnswerMissing
    if not is_new:
        row.answers.all().delete()
    RegistrationAnswer.objects.bulk_create(
        [
            RegistrationAnswer(registration=row, question=question, value=value[:500])
            for question, value in answers.items()
            if value
        ]
    )
    if sign_up.needs.strip():
        AccessNeed.objects.update_or_create(registration=row, defaults={"text": sign_up.needs.strip()[:500]})
    elif not is_new:
        AccessNeed.objects.filter(registration=row).delete()
    if row.state in SEATED and (sign_up.sessions or not is_new):
        choose_sessions(row, sign_up.sessions)


def choose_sessions(row: Registration, session_ids: Collection[int]) -> None:
    """Have someone with a seat in exactly these sessions; the date is locked, so that none gets too full.

    Raises:
        SessionUnknown: One isn't of this date, or isn't chosen by people.
        SessionsClash: Two are at the same time.
        SessionFull: One has no seat left.
    """
    wanted = list(Session.objects.filter(pk__in=session_ids, occurrence=row.occurrence_id, is_chosen=True))
    if len(wanted) != len(set(session_ids)):
        raise SessionUnknown
    if clashes(wanted):
        raise SessionsClash
    present = set(row.sessions.values_list("pk", flat=True))
    for session in wanted:
        others = Registration.objects.seated().filter(sessions=session).exclude(pk=row.pk).count()
        if session.pk not in present and session.seats is not None and others >= session.seats:
            raise SessionFull
    row.sessions.set(wanted)


def change_choices(*, registration: Registration, sign_up: SignUp, at: datetime) -> Registration:
    """Change answers, needs and sessions; how one takes part changes by `switch_mode`.

    Raises:
        StepRefused: They are not in any more.
        Started: The date began.
        AnswerMissing, SessionUnknown, SessionsClash, SessionFull: As `write_choices`.
    """
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        _require_before_start(locked, at)
        if row.state not in ACTIVE:
            raise StepRefused
        write_choices(row, sign_up, at=at)
    return row


def withdraw(*, registration: Registration, at: datetime, by: Actor = MEMBER, sends_mail: bool = True) -> Registration:
    """Withdraw: the seat goes to who is first in line, in the same step. Twice is no problem.

    Of a pair that isn't in yet both go: they come together or not at all. Of a series only this date goes; see
    `withdraw_from_date`.

    Parameters:
        registration: Whose.
        at: Now.
        by: Who does it.
        sends_mail: Whether the person gets a mail of it.

    Raises:
        Started: The date began; who didn't come is noted by the organisers.
        StepRefused: It was removed, declined or lapsed before.
    """
    if registration.series_booking_id:
        return withdraw_from_date(registration=registration, at=at, by=by, sends_mail=sends_mail)
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.WITHDRAWN:
            return row
        _require_before_start(locked, at)
        had_seat = row.state == RegistrationState.CONFIRMED
        move(row, RegistrationState.WITHDRAWN, by=by, at=at)
        row.sessions.clear()
        if sends_mail:
            post_mail("withdrawn", row, at=at, had_seat=had_seat)
        release_partner(row, at=at)
        settle(locked, at=at)
    return row


def release_partner(row: Registration, *, at: datetime) -> None:
    """Let go of the other half of a pair that isn't in yet, with a mail."""
    if not row.pair_key:
        return
    others = Registration.objects.active().filter(occurrence=row.occurrence_id, pair_key=row.pair_key)
    for other in others.exclude(pk=row.pk).select_related("member", "institution"):
        other.occurrence = row.occurrence
        move(other, RegistrationState.WITHDRAWN, by=MEMBER, at=at)
        post_mail("pair_off", other, at=at)


def switch_mode(*, registration: Registration, mode: str, at: datetime) -> Registration:
    """Take part in the other way, in one step: never both seats, never none. The same mode again changes nothing.

    Of a series all dates change; see `switch_booking`.

    Who has a seat needs a free one there, and keeps the old one otherwise. Who waits joins the other line at its end.

    Raises:
        Started, StepRefused: It began, or they are not in any more.
        NoSeatThere: There is no seat; the old one is kept.
        ModeNotOffered: The date doesn't have this mode.
    """
    if registration.series_booking is not None:
        switch_booking(booking=registration.series_booking, mode=mode, at=at)
        return read_again(registration, registration.occurrence)
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.mode == mode and row.state in ACTIVE:
            return row
        _require_before_start(locked, at)
        if row.state not in ACTIVE or row.pair_key:
            raise StepRefused
        wants = Seat(mode, row.seat_group_id, row.institution_id)
        rules = rules_of(locked)
        refused = decide_refusal(rules, is_guest=False, is_member=True, wants=wants, at=at, by_organiser=True)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        row = read_again(registration, locked)
        _switch(row, rules, wants, at=at)
        settle(locked, at=at)
    return row


def _switch(row: Registration, rules: DateRules, wants: Seat, *, at: datetime) -> None:
    if row.state not in ACTIVE:
        raise StepRefused
    has_seat = row.state in SEATED and not (row.state == RegistrationState.HELD and row.queued_at)
    if has_seat:
        others = taken_at(row.occurrence)
        others.remove(seat_of(row))
        if find_shortage(rules, others, [wants]):
            raise NoSeatThere
    row.mode = wants.mode
    if row.queued_at is not None and not has_seat:
        row.queued_at = last_in_line(row.occurrence, at)
    row.changed_at = at
    row.save(update_fields=["mode", "queued_at", "changed_at"])
    row.moves.create(at=at, from_state=row.state, to_state=row.state, by_kind=MEMBER.kind, note=f"mode: {wants.mode}")
    if row.state == RegistrationState.CONFIRMED:
        post_mail("confirmed", row, at=at)


def _require_before_start(locked: Occurrence, at: datetime) -> None:
    if at >= locked.starts_at:
        raise Started
