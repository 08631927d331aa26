"""Where an application stands, in words for one who reads it, and what they can do: one value per page or line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.applications.actions import Holidays, due_at, may_reopen, taken_since
from events.applications.models import Application
from events.applications.rules import Step, StepDecision, UndoDecision, decide_step, decide_undo, undo_until
from events.applications.states import ApplicationState, LapseReason, Side
from network.models import Member


@dataclass(frozen=True, slots=True)
class Person:
    """One of the two, as the other one and the programme team see them."""

    role: str
    name: str
    school: str
    url: str = ""
    is_reader: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing the reader can do now."""

    text: str
    url: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The words of one application: its state, a sentence on what happens now, and the ways on."""

    state: str
    label: str
    sentence: str
    deeds: Sequence[Deed] = ()
    may_write: bool = False
    is_reader_inside: bool = True


def name_of(member: Member | None) -> str:
    """Name one of the two; who is gone has a name for that."""
    return member.name if member is not None else _("Former member")


def day_words(moment: datetime) -> str:
    """Write a day out, e.g. "dinsdag 1 december"."""
    return date_format(timezone.localtime(moment), "l j F")


def moment_words(moment: datetime) -> str:
    """Write a moment out, e.g. "dinsdag 1 december, 14:05"."""
    return date_format(timezone.localtime(moment), "l j F, H.i")


def people_of(application: Application, reader: Member) -> list[Person]:
    """Give the two, the guest first; the application with its people and schools."""
    people = []
    for side in (Side.GUEST, Side.HOST):
        member = application.person(side)
        people.append(
            Person(
                role=side.label,
                name=name_of(member),
                school=application.school(side).name,
                url=member.get_absolute_url() if member is not None and member.is_active else "",
                is_reader=member is not None and member.pk == reader.pk,
            )
        )
    return people


def standing_of(application: Application, reader: Member, *, at: datetime) -> Standing:
    """Say how an application stands to who reads it.

    Parameters:
        application: With its people, schools, offer and wish.
        reader: Guest, host, or one of the programme team, who only reads.
        at: Now.
    """
    side = application.side_of(reader)
    state = ApplicationState(application.state)
    if side is None:
        return Standing(state.value, state.label, _sentence(application, None, at=at), is_reader_inside=False)
    return Standing(
        state=state.value,
        label=state.label,
        sentence=_sentence(application, side, at=at),
        deeds=_deeds(application, side, reader, at=at),
        may_write=_may(Step.TALK, application, side),
    )


def _may(step: Step, application: Application, side: Side) -> bool:
    decision = decide_step(
        step=step,
        state=ApplicationState(application.state),
        side=side,
        started_by=Side(application.started_by),
        is_over=application.ended_at is not None,
    )
    return decision is StepDecision.TAKE


def _deeds(application: Application, side: Side, reader: Member, *, at: datetime) -> list[Deed]:
    deeds = []
    key = application.key
    if _may(Step.ACCEPT, application, side) and taken_since(application) is None:
        deeds.append(Deed(_("Say yes to it"), reverse("applications:accept", args=[key])))
    if _may(Step.DECLINE, application, side):
        deeds.append(Deed(_("Say no to it"), reverse("applications:decline", args=[key]), "quiet"))
    elif _may(Step.WITHDRAW, application, side):
        deeds.append(Deed(_("Withdraw it"), reverse("applications:withdraw", args=[key]), "quiet"))
    if application.state == ApplicationState.ACCEPTED:
        deeds.append(Deed(_("To your exchanges"), reverse("offers:own")))
    if may_undo(application, reader, at=at):
        deeds.append(
            Deed(_UNDO[ApplicationState(application.state)](), reverse("applications:undo", args=[key]), "quiet")
        )
    return deeds


_UNDO = {
    ApplicationState.ACCEPTED: lambda: _("Take your yes back"),
    ApplicationState.DECLINED: lambda: _("Take your no back"),
    ApplicationState.WITHDRAWN: lambda: _("Undo the withdrawal"),
}


def may_undo(application: Application, reader: Member, *, at: datetime) -> bool:
    """Say whether the reader can take back what they decided."""
    decision = decide_undo(
        state=ApplicationState(application.state),
        is_decider=application.decided_by_id == reader.pk,
        changed_at=application.changed_at,
        at=at,
    )
    return decision is UndoDecision.UNDO and may_reopen(application)


def _sentence(application: Application, side: Side | None, *, at: datetime) -> str:
    state = ApplicationState(application.state)
    if state == ApplicationState.ACCEPTED:
        return _accepted(application, side, at=at)
    if state == ApplicationState.DECLINED:
        return _declined(application, side)
    if state == ApplicationState.WITHDRAWN:
        return _("It was withdrawn. Nobody has to do anything.")
    if state == ApplicationState.LAPSED:
        return _lapsed(application)
    return _waiting(application, side, at=at)


def _accepted(application: Application, side: Side | None, *, at: datetime) -> str:
    if application.ended_at is not None:
        return _("There was a yes. The exchange is over, or did not take place.")
    until = undo_until(application.changed_at)
    if side is not None and side != application.started_by and at < until:
        words = {"until": moment_words(until)}
        return _("You said yes. Now you make agreements together. Until %(until)s you can take it back.") % words
    return _("There is a yes. Now the two make agreements: which days, where, and what for.")


def _declined(application: Application, side: Side | None) -> str:
    if side is not None and side == application.started_by:
        return _("It does not work out this time. There are other places and other people who like to meet you.")
    return _("The answer was no, with a kind word.")


_LAPSED_WORDS: dict[str, Callable[[], str]] = {
    LapseReason.SURPLUS: lambda: _("The place went to someone else. That says nothing about the question."),
    LapseReason.SILENCE: lambda: _("It lapsed because it stayed silent. You can begin anew."),
    LapseReason.ENDED: lambda: _("It lapsed because the place or the wish is no longer there."),
    LapseReason.LEFT: lambda: _("It lapsed because one of the two left the portal or the task."),
}


def _lapsed(application: Application) -> str:
    if not application.lapse_reason:
        return _("It lapsed.")
    return _LAPSED_WORDS[LapseReason(application.lapse_reason)]()


def _waiting(application: Application, side: Side | None, *, at: datetime) -> str:
    taken = taken_since(application)
    if taken is not None:
        return _("The place was just given away. You hear tomorrow whether that stays so.")
    day = day_words(due_at(application, Holidays(at))) if application.waits_for else ""
    if side is not None and application.waits_for == side:
        return _("It is your turn. Answer by %(day)s: yes, no, or a message.") % {"day": day}
    name = name_of(application.person(application.waits_for or Side.HOST))
    return _("%(name)s has the word, until %(day)s. We remind them if it stays silent.") % {"name": name, "day": day}
