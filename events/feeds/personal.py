"""The feed of one member: whose a token is, whether the feed changed, and its bytes."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.calendars.entries import CalendarEntry
from events.calendars.rules import first_moment
from events.calendars.sources import PersonalDates, personal_dates
from events.calendars.writer import calendar_bytes, event_bytes
from events.feeds.components import BROKEN
from events.feeds.marks import names_mark
from events.feeds.models import CalendarFeed
from events.feeds.rules import hash_for_path

logger = logging.getLogger("portal.events.feeds")


@dataclass(frozen=True, slots=True)
class PersonalState:
    """What someone's feed holds at a moment, without its events."""

    member_key: str
    language: str
    tag: str
    changed_at: datetime


def personal_state(token: str, *, at: datetime) -> PersonalState | None:
    """Give the state of the feed behind a token; None for a token that nobody has (any more), in one query.

    Parameters:
        token: As it stands in the address.
        at: Now.
    """
    rows = CalendarFeed.objects.filter(token_hash=hash_for_path(token), member__is_active=True)
    found = rows.values_list("member__key", "member__interface_language", "made_at").first()
    if found is None:
        return None
    member_key, language, made_at = found
    return state_of_dates(personal_dates, member_key, language=language, made_at=made_at, at=at)


def state_of_dates(
    sources: Iterable[PersonalDates], member_key: str, *, language: str, made_at: datetime, at: datetime
) -> PersonalState:
    """Give the state of a calendar of what these sources hold for a member.

    Parameters:
        sources: Who know of the dates.
        member_key: Whose.
        language: In which it is written.
        made_at: When its address was made: what is read there changed at that moment, if not later.
        at: Now.
    """
    since = first_moment(at)
    marks = [source.mark(member_key, since=since, at=at) for source in sources]
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    moments = [made_at, month, *(mark.changed_at for mark in marks if mark.changed_at is not None)]
    text = "\n\n".join((names_mark(), member_key, language, *(mark.text for mark in marks)))
    return PersonalState(member_key, language, hashlib.sha256(text.encode()).hexdigest()[:40], max(moments))


def personal_body(state: PersonalState, *, at: datetime) -> bytes:
    """Give the bytes of someone's feed; the same state gives the same bytes."""
    with translation.override(state.language):
        name = _("My dates at %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        return calendar_of(personal_dates, state.member_key, name=name, at=at)


def own_calendar(member_key: str, *, language: str, at: datetime) -> bytes:
    """Give the dates of a member as a file, for "all my data"."""
    with translation.override(language):
        name = _("My dates at %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        return calendar_of(personal_dates, member_key, name=name, at=at)


def calendar_of(sources: Iterable[PersonalDates], member_key: str, *, name: str, at: datetime) -> bytes:
    """Give the calendar of what these sources hold for a member, in the language that is active."""
    since = first_moment(at)
    entries = [entry for source in sources for entry in source.entries(member_key, since=since, at=at)]
    return calendar_bytes(filter(None, map(_event, entries)), name=name)


def _event(entry: CalendarEntry) -> bytes:
    try:
        return event_bytes(entry)
    except BROKEN:
        logger.exception("Event %s is left out of a personal feed", entry.uid)
        return b""
