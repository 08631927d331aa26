"""What organisers do with promises."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from events.harvest.actions.rows import harvest_of, lock_held, lock_promise, move_promise, page_changed
from events.harvest.errors import DayPassed, TooManyPromises
from events.harvest.mails import post_promise
from events.harvest.models import Promise
from events.harvest.rules import LONGEST_PROMISE
from events.harvest.states import Naming, PromiseState
from events.meetups.models import Occurrence
from events.registrations.models import Registration
from network.models import Initiative, Institution, Member

MOST_PROMISES = 30


@dataclass(frozen=True, slots=True)
class PromisePlan:
    """A promise as organisers put it down: kept by a member, a guest, a school, or a group that is only a name.

    Beside a person, `institution` is the school that shows until the person agrees to be named.
    """

    text: str
    due_on: date
    member: Member | None = None
    guest: Registration | None = None
    institution: Institution | None = None
    owner_name: str = ""
    initiative: Initiative | None = None
    page: Page | None = None

    @property
    def has_person(self) -> bool:
        """Whether there is someone to ask and to remind."""
        return self.member is not None or self.guest is not None


def add_promise(*, occurrence: Occurrence, plan: PromisePlan, at: datetime) -> Promise:
    """Put a promise down, and ask the person who keeps it whether they want to be named.

    Parameters:
        occurrence: A date that is over.
        plan: What, by whom, for when.
        at: Now.

    Raises:
        NotHeld, NotOver: There is nothing to promise.
        DayPassed: Its day is not between tomorrow and two years from now.
        TooManyPromises: There are thirty.
    """
    with transaction.atomic():
        locked = lock_held(occurrence.pk, at=at)
        harvest = harvest_of(locked)
        today = timezone.localdate(at)
        _require_day(plan.due_on, today)
        if harvest.promises.count() >= MOST_PROMISES:
            raise TooManyPromises
        promise = Promise.objects.create(
            harvest=harvest,
            text=plan.text,
            due_on=plan.due_on,
            first_due_on=plan.due_on,
            due_set_on=today,
            created_at=at,
            naming=Naming.ASKED if plan.has_person else Naming.NOBODY,
            **_owner_columns(plan),
            initiative=plan.initiative,
            page=plan.page,
        )
        post_promise("promise_asked", promise, occasion=at.isoformat(), at=at)
        page_changed(locked)
    return promise


def change_promise(*, promise: Promise, plan: PromisePlan, at: datetime) -> Promise:
    """Change a promise.

    Another person is asked anew. The same person hears of another text or day; a name that was given for one text is
    asked for again for another.

    Raises:
        DayPassed: Its new day is not between tomorrow and two years from now.
        PromiseChanged: It is gone.
    """
    with transaction.atomic():
        locked_date = lock_held(promise.harvest.occurrence_id, at=at)
        locked = lock_promise(promise)
        today = timezone.localdate(at)
        is_other_day = locked.due_on != plan.due_on
        is_other_text = locked.text != plan.text
        if is_other_day:
            _require_day(plan.due_on, today)
            locked.due_on = locked.first_due_on = plan.due_on
            locked.due_set_on = today
        is_same_person = plan.has_person and (locked.member, locked.guest) == (plan.member, plan.guest)
        if not is_same_person:
            for name, value in _owner_columns(plan).items():
                setattr(locked, name, value)
            locked.given_back_at = locked.week_told_for = locked.day_told_for = None
        if not is_same_person or is_other_text:
            locked.naming = Naming.ASKED if plan.has_person else Naming.NOBODY
            locked.named_at = None
        locked.text, locked.initiative, locked.page = plan.text, plan.initiative, plan.page
        locked.save()
        if not is_same_person:
            post_promise("promise_asked", locked, occasion=at.isoformat(), at=at)
        elif is_other_day or is_other_text:
            post_promise("promise_changed", locked, occasion=at.isoformat(), at=at)
        page_changed(locked_date)
    return locked


def settle_promise(*, promise: Promise, state: PromiseState, at: datetime) -> Promise:
    """Note that a promise is done, dropped, or open again.

    Raises:
        PromiseChanged: It is gone, or its state does not allow it.
    """
    with transaction.atomic():
        locked = lock_promise(promise)
        move_promise(locked, state, at=at)
        # Search does not find what was dropped.
        page_changed(locked.harvest.occurrence)
    return locked


def remove_promise(*, promise: Promise) -> None:
    """Take a promise away that was put down by mistake; a second time is harmless."""
    with transaction.atomic():
        Promise.objects.filter(pk=promise.pk).delete()
        page_changed(promise.harvest.occurrence)


def _owner_columns(plan: PromisePlan) -> dict[str, object]:
    return {
        "member": plan.member,
        "guest": plan.guest,
        "institution": plan.institution,
        "owner_name": "" if plan.has_person or plan.institution else plan.owner_name,
    }


def _require_day(day: date, today: date) -> None:
    if not today + timedelta(days=1) <= day <= today + LONGEST_PROMISE:
        raise DayPassed
