"""The public feeds: which dates are in one, whether it changed, and its bytes."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendars.rules import first_moment, tombstones_since
from events.calendars.writer import calendar_bytes
from events.feeds.components import LANGUAGE, Store, public_events
from events.feeds.filters import FeedFilter
from events.feeds.marks import last_change, marks_of, names_mark
from events.meetup_pages.models import MeetupPage
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered

# A body can be nearly a megabyte.
BODIES = Store(16)


@dataclass(frozen=True)
class PublicFeed:
    """One feed: the agenda by its filters, all dates of one meetup, or a single date."""

    chosen: FeedFilter = field(default_factory=FeedFilter)
    slug: str = ""
    key: str = ""


@dataclass(frozen=True)
class FeedState:
    """What a feed holds at a moment, without any of its events.

    Attributes:
        name: What programs show.
        tag: The same for the same content, and for no other.
        changed_at: When the last of its dates or pages changed.
        marked: Primary keys and marks, in order.
        names: From `names_mark`.
    """

    name: str
    url: str
    tag: str
    changed_at: datetime
    marked: list[tuple[int, str]]
    names: str


def state_of(feed: PublicFeed, *, at: datetime) -> FeedState | None:
    """Give the state of a feed, worked out once per process and version of the content; None when there is no such.

    Parameters:
        feed: Which.
        at: Now.
    """
    return remembered(("events.feeds", feed), lambda: _read(feed, at))


def body_of(state: FeedState) -> bytes:
    """Give the bytes of a feed; the same state gives the same bytes."""
    body = BODIES.get(state.tag)
    if body is None:
        with translation.override(LANGUAGE):
            about = _("Meetups of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        body = calendar_bytes(
            public_events(state.marked, names=state.names), name=state.name, description=about, url=state.url
        )
        BODIES.put(state.tag, body)
    return body


def _meetups_of(feed: PublicFeed) -> QuerySet[Meetup]:
    """Give the meetups of a feed: what any visitor may see, and never more."""
    rows = Meetup.objects.visible_to(Viewer.anonymous())
    return rows.filter(page__slug=feed.slug) if feed.slug else feed.chosen.narrow(rows)


def _dates_of(feed: PublicFeed, *, at: datetime) -> QuerySet[Occurrence]:
    """Give the announced dates of a feed in order, of whatever meetup.

    The agenda's feeds begin two months back. What was cancelled stays for 60 days, so that each calendar reads it;
    a single date stays for good, for who holds its address.
    """
    rows = Occurrence.objects.announced().order_by("starts_at", "pk")
    if feed.key:
        return rows.filter(key=feed.key)
    rows = rows.filter(Q(state=OccurrenceState.PLANNED) | Q(cancelled_at__gte=tombstones_since(at)))
    return rows if feed.slug else feed.chosen.narrow_dates(rows.filter(ends_at__gte=first_moment(at)))


def _read(feed: PublicFeed, at: datetime) -> FeedState | None:
    is_narrow, names = bool(feed.slug or feed.chosen.chosen), names_mark()
    found = marks_of(_dates_of(feed, at=at), _meetups_of(feed), is_narrow=is_narrow, names=names)
    marked = found.rows
    title, path = "", f"/agenda/{'?' + urlencode(dict(feed.chosen.chosen)) if feed.chosen.chosen else ''}"
    if feed.slug:
        page = MeetupPage.objects.visible_to(Viewer.anonymous()).filter(slug=feed.slug).first()
        if page is None or (feed.key and not marked):
            return None
        title, path = page.title, page.url or "/agenda/"
    with translation.override(LANGUAGE):
        name = title or feed.chosen.name()
    url = urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", path)
    parts = (names, name, url, found.digest)
    return FeedState(
        name=name,
        url=url,
        tag=hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40],
        changed_at=last_change(found.moments, at=at),
        marked=marked,
        names=names,
    )
