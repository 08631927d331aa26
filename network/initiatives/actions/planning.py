"""The plan of an initiative: dated steps, kept by the one who leads."""

from datetime import date

from django.db import transaction

from network.initiatives.actions.rows import lock_led, refresh_entry
from network.initiatives.errors import MoveRefused, PlanFull
from network.initiatives.models import Initiative, InitiativeStep
from network.initiatives.rules import MOST_STEPS
from network.members.models import Member


def _lock_plan(initiative: Initiative, member: Member) -> Initiative:
    locked = lock_led(initiative, member)
    if locked.has_ended:
        raise MoveRefused
    return locked


def add_step(*, initiative: Initiative, member: Member, text: str, due_on: date) -> InitiativeStep:
    """Add a step to the plan; the same step on the same day gives the first one.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: It has ended.
        PlanFull: There are MOST_STEPS already.
    """
    with transaction.atomic():
        locked = _lock_plan(initiative, member)
        present = locked.steps.filter(text=text, due_on=due_on).first()
        if present is not None:
            return present
        if locked.steps.count() >= MOST_STEPS:
            raise PlanFull
        step = InitiativeStep.objects.create(initiative=locked, text=text, due_on=due_on)
        refresh_entry(locked)
        return step


def change_step(
    *, step: InitiativeStep, member: Member, text: str, due_on: date, done_on: date | None
) -> InitiativeStep:
    """Change what a step says, its day, or the day it was done (None: not yet).

    Raises:
        LeadOnly: The member doesn't lead the initiative.
        MoveRefused: It has ended, or the step is gone.
    """
    with transaction.atomic():
        initiative = _lock_plan(step.initiative, member)
        locked = InitiativeStep.objects.select_for_update(of=("self",)).filter(pk=step.pk).first()
        if locked is None:
            raise MoveRefused
        locked.text, locked.due_on, locked.done_on = text, due_on, done_on
        locked.save(update_fields=["text", "due_on", "done_on"])
        refresh_entry(initiative)
    return locked


def remove_step(*, step: InitiativeStep, member: Member) -> None:
    """Take a step out of the plan; a step that is gone already is no problem.

    Raises:
        LeadOnly: The member doesn't lead the initiative.
        MoveRefused: It has ended.
    """
    with transaction.atomic():
        initiative = _lock_plan(step.initiative, member)
        InitiativeStep.objects.filter(pk=step.pk).delete()
        refresh_entry(initiative)
