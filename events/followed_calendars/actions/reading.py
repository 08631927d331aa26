"""What the worker does: takes a calendar that is due, fetches it outside of any transaction, notes what came of it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.calendars.errors import NotACalendar, TooManyDates
from events.calendars.following import read_followed
from events.calendars.reading import ImportedDate
from events.followed_calendars.actions.calendars import lock_calendar
from events.followed_calendars.errors import NotFetched
from events.followed_calendars.fetching import Answer, Gate, fetch
from events.followed_calendars.mails import post_broken
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.followed_calendars.rules import (
    GONE_MARK,
    KEPT_AFTER,
    READ_ANEW_AFTER,
    WINDOW,
    FoundFacts,
    mark_of,
    next_state,
    pause_after,
    tells_owner,
    what_waits,
)
from events.followed_calendars.states import CalendarState, FoundState, Problem
from events.meetups.models import Occurrence

logger = logging.getLogger("portal.events.followed_calendars")
# A claim that led to nothing (the worker was killed) is made again after this.
CLAIMED_FOR = timedelta(minutes=30)
_SHOWN = ("title", "text", "place", "url", "starts_at", "ends_at", "is_all_day")


def claim_due(*, at: datetime, most: int = 20) -> list[str]:
    """Take the calendars that are due, so that no other clock takes them as well; give their keys."""
    claimed = []
    for pk, key in FollowedCalendar.objects.due(at).values_list("pk", "key")[:most]:
        # One UPDATE with the whole condition: two clocks can't both change the row.
        if FollowedCalendar.objects.due(at).filter(pk=pk).order_by().update(next_fetch_at=at + CLAIMED_FOR):
            claimed.append(key)
    return claimed


def fetch_calendar(*, key: str, at: datetime, gate: Gate | None = None) -> int:
    """Fetch one calendar and note what came of it; safe to call twice.

    Parameters:
        key: Of the calendar; one that is no longer followed is left alone.
        at: Now.
        gate: Where a fetch may go; the site's own without one.

    Returns:
        How many dates it holds; 0 when nothing changed or it could not be read.
    """
    calendar = FollowedCalendar.objects.followed().filter(key=key).first()
    if calendar is None:
        return 0
    is_anew = calendar.read_at is None or calendar.read_at <= at - READ_ANEW_AFTER
    conditions = {} if is_anew else {"etag": calendar.etag, "last_modified": calendar.last_modified}
    try:
        answer = fetch(calendar.address, gate=gate, **conditions)
        dates = None if answer.content is None else read_followed(answer.content, since=at, until=at + WINDOW)
    except NotFetched as error:
        note_failure(calendar=calendar, problem=error.problem, at=at)
        return 0
    except NotACalendar:
        note_failure(calendar=calendar, problem=Problem.NO_CALENDAR, at=at)
        return 0
    except TooManyDates:
        note_failure(calendar=calendar, problem=Problem.LARGE, at=at)
        return 0
    note_answer(calendar=calendar, answer=answer, dates=dates, at=at)
    return len(dates or ())


def note_failure(*, calendar: FollowedCalendar, problem: Problem, at: datetime) -> None:
    """Note that a calendar could not be read: it is tried again later and later, and its owner hears of it once."""
    with transaction.atomic():
        locked = lock_calendar(calendar.pk)
        if locked.state != CalendarState.FOLLOWED:
            return
        locked.failures, locked.problem, locked.fetched_at = locked.failures + 1, problem, at
        locked.next_fetch_at = at + pause_after(locked.failures)
        locked.save(update_fields=["failures", "problem", "fetched_at", "next_fetch_at"])
        if tells_owner(locked.failures):
            post_broken(locked, at=at)
    logger.info("calendar not read key=%s problem=%s failures=%s", locked.key, problem, locked.failures)


def note_answer(
    *, calendar: FollowedCalendar, answer: Answer, dates: Sequence[ImportedDate] | None, at: datetime
) -> None:
    """Note what a calendar holds: new dates wait for an editor, changed and vanished ones too.

    Parameters:
        calendar: Which.
        answer: What the website gave.
        dates: From `read_followed`; None when the calendar is the same as last time.
        at: Now.
    """
    with transaction.atomic():
        locked = lock_calendar(calendar.pk)
        if locked.state != CalendarState.FOLLOWED:
            return
        locked.failures, locked.problem, locked.fetched_at = 0, "", at
        locked.next_fetch_at = at + pause_after(0)
        if dates is not None:
            locked.etag, locked.last_modified, locked.read_at = answer.etag, answer.last_modified, at
            _follow(locked, dates, at=at)
        locked.save()


def _follow(calendar: FollowedCalendar, dates: Sequence[ImportedDate], *, at: datetime) -> None:
    known = {(row.uid, row.recurrence): row for row in calendar.found.select_for_update().order_by("pk")}
    elsewhere = _known_elsewhere(calendar, {each.uid for each in dates})
    seen = set()
    for each in dates:
        name = (each.uid, each.recurrence)
        if each.title and name not in elsewhere:
            seen.add(name)
            _note(known.get(name) or FoundEvent(calendar=calendar, found_at=at), each, at=at)
    calendar.found.exclude(state=FoundState.APPROVED).filter(ends_at__lte=at - KEPT_AFTER).delete()
    for name, row in known.items():
        # What is over has left many calendars; that says nothing.
        if name not in seen and row.ends_at > at:
            _settle(row, GONE_MARK, at=at)


def _known_elsewhere(calendar: FollowedCalendar, uids: set[str]) -> set[tuple[str, str]]:
    """Give the names of what must not be found twice: our own dates that came back, and those of another calendar."""
    own = set(Occurrence.objects.filter(uid__in=uids).values_list("uid", flat=True))
    others = FoundEvent.objects.filter(uid__in=uids, state__in=[FoundState.NEW, FoundState.APPROVED])
    names = others.exclude(calendar=calendar).values_list("uid", "recurrence")
    return {(uid, "") for uid in own} | set(names)


def _note(row: FoundEvent, found: ImportedDate, *, at: datetime) -> None:
    row.uid, row.recurrence = found.uid, found.recurrence
    for name in _SHOWN:
        setattr(row, name, getattr(found, name))
    _settle(row, GONE_MARK if found.is_cancelled else mark_of(values_of(row)), at=at)


def _settle(row: FoundEvent, mark: str, *, at: datetime) -> None:
    """Write the new mark, and what follows from it; a row that stays the same is not written."""
    facts = FoundFacts(state=row.state, mark=mark, settled_mark=row.settled_mark, ends_at=row.ends_at)
    state = next_state(facts)
    wait = what_waits(FoundFacts(state, mark, row.settled_mark, row.ends_at), at=at)
    if row.pk and (row.mark, row.state, row.wait) == (mark, state, wait):
        return
    if row.pk is None and state == FoundState.GONE:
        return
    row.mark, row.state, row.wait = mark, state, wait
    row.save()


def values_of(row: FoundEvent) -> dict[str, object]:
    """Give what a calendar says of a date, as plain JSON values."""
    return {
        "title": row.title,
        "text": row.text,
        "place": row.place,
        "url": row.url,
        "starts_at": timezone.localtime(row.starts_at).isoformat(),
        "ends_at": timezone.localtime(row.ends_at).isoformat(),
        "is_all_day": row.is_all_day,
    }
