"""Yes, no, taking it back, and taking back what was decided."""

from datetime import datetime

from django.db import transaction

from events.applications.actions.asking import open_for_offer, open_for_request
from events.applications.actions.places import give_back, room_for, take_place
from events.applications.actions.rows import lock_application, move, post_all, tells, wait_for
from events.applications.errors import (
    ACCEPT_REFUSALS,
    STATE_REFUSALS,
    UNDO_REFUSALS,
    BegunAgain,
    ExchangeOver,
    NotOneOfTheTwo,
    NotYourStep,
)
from events.applications.listeners import application_listeners
from events.applications.mails import step_mail
from events.applications.models import Application
from events.applications.notes import post_note
from events.applications.rules import (
    AcceptDecision,
    Step,
    StepDecision,
    UndoDecision,
    decide_accept,
    decide_step,
    decide_undo,
)
from events.applications.states import ApplicationState, Side
from events.offers.states import ListingState, PlacesPer
from network.models import Member


def side_or_refuse(application: Application, member: Member) -> Side:
    """Say on which side someone stands.

    Raises:
        NotOneOfTheTwo: On neither.
    """
    side = application.side_of(member)
    if side is None:
        raise NotOneOfTheTwo
    return side


def require_step(application: Application, member: Member, step: Step) -> bool:
    """Refuse a step that this application doesn't allow to this member now.

    Returns:
        Whether there is anything to do: False when it stands so already by their own side's word.

    Raises:
        NotOneOfTheTwo, NotYourStep, ExchangeOver, or the refusal of its state.
    """
    side = side_or_refuse(application, member)
    decision = decide_step(
        step=step,
        state=ApplicationState(application.state),
        side=side,
        started_by=Side(application.started_by),
        is_over=application.ended_at is not None,
    )
    if decision is StepDecision.NOT_YOURS:
        raise NotYourStep
    if decision is StepDecision.STATE:
        if step is Step.TALK and application.state == ApplicationState.ACCEPTED:
            raise ExchangeOver
        raise STATE_REFUSALS[application.state]
    return decision is StepDecision.TAKE


def require_room(application: Application) -> None:
    """Refuse when the place or the wish of a locked application can't be given to it.

    Raises:
        A refusal of ACCEPT_REFUSALS.
    """
    offer, request = application.offer, application.request
    decision = decide_accept(
        offer_state=ListingState(offer.state) if offer is not None else None,
        has_place=room_for(application),
        is_per_month=offer is not None and offer.places_per == PlacesPer.MONTH,
        request_state=ListingState(request.state) if request is not None else None,
        is_about_wish=application.started_by == Side.HOST,
    )
    if decision is not AcceptDecision.YES:
        raise ACCEPT_REFUSALS[decision]


def accept_application(*, application: Application, member: Member, at: datetime) -> Application:
    """Say yes, with everything locked that the places are counted from; again by the same side changes nothing.

    The place and the wish are taken, what follows begins in the same transaction (`application_listeners`), and who
    began hears it. Others who wait for the last place hear it once this can't be undone any more.

    Raises:
        NotOneOfTheTwo, NotYourStep, AlreadyDeclined, AlreadyWithdrawn, AlreadyLapsed: Not this step.
        PlaceFull, MonthFull, PlaceGone, WishGone, WishTaken: No room.

    Source: PRODUCT, "capacity can't be over-accepted"; RELIABILITY G6.
    """
    with transaction.atomic():
        locked = lock_application(application)
        if not require_step(locked, member, Step.ACCEPT):
            return locked
        require_room(locked)
        move(locked, ApplicationState.ACCEPTED, by=member, at=at)
        take_place(locked, at=at)
        for listener in application_listeners:
            listener.accepted(locked, at=at)
        _tell("accepted", locked, to_side=locked.started_by, at=at)
    return locked


def decline_application(*, application: Application, member: Member, note: str, at: datetime) -> Application:
    """Say no, kindly: who began hears it, with a word of their own if there is one. Again changes nothing.

    Parameters:
        application: One of the two is `member`.
        member: Who decides: the one who did not begin.
        note: What they add to the standard words; may be empty, at most LONGEST_NOTE characters.
        at: Now.

    Raises:
        NotOneOfTheTwo, NotYourStep, AlreadyAccepted, AlreadyWithdrawn, AlreadyLapsed: Not this step.
    """
    with transaction.atomic():
        locked = lock_application(application)
        if not require_step(locked, member, Step.DECLINE):
            return locked
        locked.decision_note = note.strip()
        move(locked, ApplicationState.DECLINED, by=member, at=at)
        _tell("declined", locked, to_side=locked.started_by, at=at, note=locked.decision_note)
    return locked


def withdraw_application(*, application: Application, member: Member, note: str, at: datetime) -> Application:
    """Take back what someone asked for; the other one hears it. Again changes nothing.

    Parameters:
        application: One of the two is `member`.
        member: Who began, or the guest.
        note: Why, for the other one; may be empty.
        at: Now.

    Raises:
        NotOneOfTheTwo, NotYourStep, AlreadyAccepted, AlreadyDeclined, AlreadyLapsed: Not this step.
    """
    with transaction.atomic():
        locked = lock_application(application)
        if not require_step(locked, member, Step.WITHDRAW):
            return locked
        locked.decision_note = note.strip()
        move(locked, ApplicationState.WITHDRAWN, by=member, at=at)
        _tell("withdrawn", locked, to_side=side_or_refuse(locked, member).other, at=at, note=locked.decision_note)
    return locked


def may_reopen(application: Application) -> bool:
    """Say whether nothing came of a yes that can't be taken back."""
    if application.state != ApplicationState.ACCEPTED:
        return True
    return application.ended_at is None and all(listener.may_reopen(application) for listener in application_listeners)


def undo_decision(*, application: Application, member: Member, at: datetime) -> Application:
    """Take back a yes, a no or a withdrawal: it is again what it was before. The other one hears it.

    Parameters:
        application: Accepted, declined or withdrawn.
        member: Who decided so, less than UNDO_FOR ago.
        at: Now.

    Raises:
        NotOneOfTheTwo, UndoNotYours, UndoTooLate, ExchangeBegan: Not by them, or not now.
        StillOpen, AlreadyLapsed: There is no decision to take back.
        PlaceFull, MonthFull, PlaceGone, WishGone, WishTaken: The place went to someone else, or is gone.
        BegunAgain: The same two began again in the meantime.
    """
    with transaction.atomic():
        locked = lock_application(application)
        side = side_or_refuse(locked, member)
        decision = decide_undo(
            state=ApplicationState(locked.state),
            is_decider=locked.decided_by_id == member.pk,
            changed_at=locked.changed_at,
            at=at,
            may_reopen=may_reopen(locked),
        )
        if decision is UndoDecision.NOTHING:
            raise STATE_REFUSALS[locked.state]
        if decision is not UndoDecision.UNDO:
            raise UNDO_REFUSALS[decision]
        _take_back(locked, at=at)
        _tell("reopened", locked, to_side=side.other, at=at)
    return locked


def _take_back(locked: Application, *, at: datetime) -> None:
    was_accepted = locked.state == ApplicationState.ACCEPTED
    if was_accepted:
        give_back(locked, at=at)
    else:
        require_room(locked)
        _refuse_second(locked)
    locked.decision_note = ""
    wait_for(locked, Side(locked.started_by).other, at=at)
    move(locked, ApplicationState(locked.previous_state), by=None, at=at)
    if was_accepted:
        for listener in application_listeners:
            listener.reopened(locked, at=at)


def _refuse_second(locked: Application) -> None:
    """Refuse when the two began again since: one application between them stands at a time."""
    if locked.offer is not None and locked.guest is not None and open_for_offer(locked.offer, locked.guest):
        raise BegunAgain
    if locked.request is not None and locked.host is not None and open_for_request(locked.request, locked.host):
        raise BegunAgain


def _tell(name: str, application: Application, *, to_side: str, at: datetime, **words: object) -> None:
    if tells(application, to_side):
        post_all([step_mail(name, application, to_side=to_side, at=at, **words)], at=at)
        post_note(name, application, to_side=to_side, at=at)
