"""Meetups and dates the way the agenda needs them: listed for a viewer, with the seats taken, in few queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from events.meetup_pages.models import MeetupPage
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Admission, Booking, Mode, OccurrenceState
from events.registrations.models import Registration
from portal.shared.audiences.rules import Viewer

Taken = dict[int, dict[str, int]]


def listed(viewer: Viewer) -> QuerySet[Meetup]:
    """Give the meetups whose page this viewer may open; an organiser's own drafts are in no list."""
    return Meetup.objects.filter(page__in=MeetupPage.objects.visible_to(viewer).values("pk"))


def listed_dates(viewer: Viewer) -> QuerySet[Occurrence]:
    """Give the announced dates of the meetups this viewer finds in the agenda."""
    return Occurrence.objects.announced().filter(meetup__page__in=MeetupPage.objects.visible_to(viewer).values("pk"))


def with_next_date(viewer: Viewer, dates: QuerySet[Occurrence]) -> QuerySet[Meetup]:
    """Give the listed meetups that have one of these dates, with the start of the first one as `next_at`.

    Parameters:
        viewer: Who looks.
        dates: Of any meetup.
    """
    # One that goes on ("planned") before one that doesn't ("cancelled"), as `shown_date`.
    first = dates.filter(meetup=OuterRef("pk")).order_by("-state", "starts_at", "pk").values("starts_at")[:1]
    # Found by their dates, in a list made once: the date itself is looked up only where it is shown or ordered by.
    rows = listed(viewer).filter(pk__in=dates.order_by().values("meetup"))
    return rows.annotate(next_at=Subquery(first))


def coming_meetups(
    viewer: Viewer, *, at: datetime, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Meetup]:
    """Give the meetups with a date that isn't over, with `next_at`, `way` and `room` to order and filter by.

    `way` is "ja" when one of those dates can be joined online, "nee" otherwise; `room` is "vrij" when one of them takes
    sign-ups and has a seat, or, of a series one signs up for as a whole, when each coming date has.

    Parameters:
        viewer: Who looks.
        at: Now.
        since: Also dates that are over but ended after this moment.
        until: Only dates that start before this moment.
    """
    coming = Occurrence.objects.announced().filter(ends_at__gt=since or at)
    if until is not None:
        coming = coming.filter(starts_at__lt=until)
    dates, text = coming.filter(meetup=OuterRef("pk")), CharField()
    per_date = Q(booking=Booking.PER_DATE) & Exists(_with_room(dates.filter(starts_at__gt=at)))
    return with_next_date(viewer, coming).annotate(
        way=Case(
            When(Exists(dates.filter(has_online=True)), then=Value("ja")), default=Value("nee"), output_field=text
        ),
        room=Case(
            When(_is_open(at) & (per_date | _series_has_room(at)), then=Value("vrij")),
            output_field=text,
        ),
    )


def past_meetups(viewer: Viewer, *, at: datetime) -> QuerySet[Meetup]:
    """Give the meetups of which every date is over, with `last_at`, `way` and `room` (nothing) as above."""
    announced, text = Occurrence.objects.announced().order_by(), CharField()
    dates = announced.filter(meetup=OuterRef("pk"))
    return (
        listed(viewer)
        .filter(pk__in=announced.values("meetup"))
        .exclude(pk__in=announced.filter(ends_at__gt=at).values("meetup"))
        .annotate(
            last_at=Subquery(dates.order_by("-starts_at", "-pk").values("starts_at")[:1]),
            way=Case(
                When(Exists(dates.filter(has_online=True)), then=Value("ja")), default=Value("nee"), output_field=text
            ),
            room=Value(None, output_field=text),
        )
    )


def _is_open(at: datetime) -> Q:
    opened = Q(opens_at=None) | Q(opens_at__lte=at)
    # Whether another website has a free seat, nobody knows here.
    return opened & (Q(closes_at=None) | Q(closes_at__gt=at)) & ~Q(admission=Admission.CLOSED) & Q(signup_url="")


_ROOM_ON_SITE = Q(has_on_site=True) & (Q(seats_on_site=None) | Q(seats_on_site__gt=F("taken_on_site")))
_ROOM_ONLINE = Q(has_online=True) & (Q(seats_online=None) | Q(seats_online__gt=F("taken_online")))


def _with_room(dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    return _counted(dates).filter(_ROOM_ON_SITE | _ROOM_ONLINE, state=OccurrenceState.PLANNED)


def _series_has_room(at: datetime) -> Q:
    """Say of a series whether every coming date has a seat, in the same way of taking part."""
    coming = Occurrence.objects.planned().filter(meetup=OuterRef("pk"), starts_at__gt=at)
    counted = _counted(coming)
    everywhere = ~Exists(counted.exclude(_ROOM_ON_SITE)) | ~Exists(counted.exclude(_ROOM_ONLINE))
    return Q(booking=Booking.SERIES) & Exists(coming) & everywhere


def _counted(dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    def seated(mode: Mode) -> Coalesce:
        rows = Registration.objects.seated().filter(occurrence=OuterRef("pk"), mode=mode).order_by()
        # Rows, not keys: then PostgreSQL reads the index alone.
        counted = rows.values("occurrence").annotate(number=Count("*")).values("number")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return dates.annotate(taken_on_site=seated(Mode.ON_SITE), taken_online=seated(Mode.ONLINE))


def seats_taken(occurrence_ids: Iterable[int]) -> Taken:
    """Count the seats that are taken, per date and mode, in one query."""
    taken: Taken = defaultdict(dict)
    rows = Registration.objects.seated().filter(occurrence__in=list(occurrence_ids)).order_by()
    for pk, mode, number in rows.values_list("occurrence", "mode").annotate(number=Count("*")):
        taken[pk][mode] = number
    return taken


def seats_left(occurrence: Occurrence, taken: dict[str, int]) -> dict[str, int | None]:
    """Give the free seats per mode that a date offers; None where there is no limit."""
    left: dict[str, int | None] = {}
    for mode, is_offered, seats in (
        (Mode.ON_SITE, occurrence.has_on_site, occurrence.seats_on_site),
        (Mode.ONLINE, occurrence.has_online, occurrence.seats_online),
    ):
        if is_offered:
            left[mode.value] = None if seats is None else max(seats - taken.get(mode.value, 0), 0)
    return left


def read_together(meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> list[Occurrence]:
    """Give the dates whose seats decide about this one: itself, or all coming ones of a series booked as a whole.

    Parameters:
        meetup: With its announced `dates`.
        occurrence: One of them.
        at: Now.
    """
    if meetup.booking != Booking.SERIES or occurrence.starts_at <= at:
        return [occurrence]
    coming = [date for date in meetup.dates if date.state == OccurrenceState.PLANNED and date.starts_at > at]
    return coming or [occurrence]


def least_left(dates: Iterable[Occurrence], taken: Taken) -> dict[str, int | None]:
    """Give the free seats for who comes to all of these dates, per mode that each offers; None where there is no limit.

    Parameters:
        dates: At least one.
        taken: From `seats_taken`, with each of them.
    """
    each = [seats_left(date, taken[date.pk]) for date in dates]
    common = [mode for mode in each[0] if all(mode in left for left in each)]
    limited = {mode: [number for left in each if (number := left[mode]) is not None] for mode in common}
    return {mode: min(numbers, default=None) for mode, numbers in limited.items()}
