"""One date as a calendar shows it: plain values, in the language at hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState


class EntryStatus(StrEnum):
    """RFC 5545, 3.8.1.11."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """The values of one VEVENT.

    Attributes:
        uid: Never changes.
        changed_at: When anything below changed; the event's DTSTAMP and LAST-MODIFIED.
        sequence: Raised with each new time or place, and on cancellation.
        online_address: Only for who may know it; empty in everything public.
        organiser: A school or the portal, never a person.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    status: EntryStatus
    summary: str
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    online_address: str = ""
    organiser: str = ""


def entry_of(
    occurrence: Occurrence,
    *,
    with_online_address: bool,
    note: str = "",
    is_certain: bool = True,
    is_off: bool = False,
) -> CalendarEntry:
    """Give the entry of one date, in the language that is active.

    Parameters:
        occurrence: With `meetup`, `meetup__page`, `meetup__institution`, `institution` selected and the page's themes
            prefetched, for lists.
        with_online_address: Whether who reads the calendar comes online or may; never in a public feed.
        note: What stands first in the description, e.g. that someone waits for a seat.
        is_certain: False while someone has no seat yet.
        is_off: Take it out of the calendar of this person, though the date itself goes on.
    """
    meetup = occurrence.meetup
    page = meetup.page
    is_cancelled = occurrence.state == OccurrenceState.CANCELLED
    url = urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", page.url or "")
    online = occurrence.online_url if with_online_address and not is_cancelled and occurrence.has_online else ""
    paragraphs = [
        _("This meetup does not go on: %(reason)s") % {"reason": occurrence.reason} if is_cancelled else "",
        note,
        page.lead,
        _("Take part online: %(address)s") % {"address": online} if online else "",
        _("Sign up at: %(address)s") % {"address": meetup.signup_url} if meetup.signup_url and not is_cancelled else "",
        _("All about it: %(address)s") % {"address": url},
    ]
    return CalendarEntry(
        uid=occurrence.uid,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        # Title and lead are the page's.
        changed_at=max(occurrence.changed_at, page.last_published_at or occurrence.changed_at),
        sequence=occurrence.sequence,
        status=_status(is_off=is_cancelled or is_off, is_certain=is_certain),
        # Google and others show a cancelled event as if it went on: then the title says it.
        summary=_("Does not go on: %(title)s") % {"title": page.title} if is_cancelled else page.title,
        description="\n\n".join(filter(None, paragraphs)),
        location=_place(occurrence),
        categories=(str(meetup.get_kind_display()), *(theme.name for theme in page.themes.all())),
        url=url,
        online_address=online,
        organiser=str(meetup.institution or settings.WAGTAIL_SITE_NAME),
    )


def _status(*, is_off: bool, is_certain: bool) -> EntryStatus:
    if is_off:
        return EntryStatus.CANCELLED
    return EntryStatus.CONFIRMED if is_certain else EntryStatus.TENTATIVE


def _place(occurrence: Occurrence) -> str:
    school = occurrence.institution or occurrence.meetup.institution
    here = ", ".join(filter(None, (occurrence.place or str(school or ""), occurrence.address, occurrence.city)))
    if not occurrence.has_on_site:
        return _("Online")
    if not occurrence.has_online:
        return here
    return _("%(place)s, or online") % {"place": here} if here else _("On site or online")
