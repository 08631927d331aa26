"""Meetups of load data: single ones and series, over and to come, and a million people who signed up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from events.meetups.states import Booking, MeetupKind, OccurrenceState
from events.models import (
    AgendaPage,
    Meetup,
    MeetupOrganiser,
    MeetupPage,
    Occurrence,
    Registration,
    RegistrationMove,
    SeriesBooking,
    Session,
)
from events.registrations.states import Attendance, By, RegistrationState
from home.load import words
from home.load.pages import add_drafts, add_pages, place_below, ties
from home.load.plan import BATCH, SLUG, Load

# The first meetup is the one of which an organiser's desk is looked at.
AT_THE_FIRST = 400
# How many dates a meetup has: most have one, few are a series.
DATES = (1, 1, 1, 1, 1, 1, 1, 3, 3, 8)
SEATS = (12, 20, 30, 60, 120, 250, None)


@dataclass(frozen=True)
class DateOf:
    """What the registrations of one date need to know of it."""

    pk: int
    meetup_id: int
    starts_at: datetime
    seats: int | None
    is_series: bool


def add_meetups(load: Load) -> None:
    """Make the meetups, with their dates, sessions and organisers; of a hundred four are not online yet."""
    parent = AgendaPage.objects.get()
    pages = [_page(load, number) for number in range(load.amounts.meetups)]
    place_below(load, parent, pages)
    add_pages(load, "meetups", parent, pages)
    theme_ids = [theme.pk for theme in load.themes]
    load.write(
        "themes of meetups",
        ties(
            MeetupPage.themes.through,
            "meetuppage_id",
            "theme_id",
            ((page.pk, load.some(theme_ids, 2)) for page in pages),
        ),
    )
    load.write("plans of meetups", _meetups(load, pages), len(pages))
    add_drafts([page for page in pages if not page.live])
    meetups = list(Meetup.objects.filter(page__in=_ours()).order_by("pk").only("pk", "booking", "page_id"))
    load.write("organisers", _organisers(load, meetups), len(meetups))
    live = {page.pk for page in pages if page.live}
    load.write("dates", _dates(load, meetups, live), len(meetups) * sum(DATES) // len(DATES))
    load.write("sessions", _sessions(load, meetups))


def _ours():
    return MeetupPage.objects.filter(slug__startswith=SLUG).values("pk")


def _page(load: Load, number: int) -> MeetupPage:
    return MeetupPage(
        title=f"{load.chance.choice(words.MEETUPS)} over {load.chance.choice(words.ABOUT)} ({number})",
        slug=f"{SLUG}{number}",
        live=number == 0 or load.chance.random() >= 0.04,
        owner_id=load.chance.choice(load.member_ids),
        first_published_at=load.ago(1200, 60),
        lead=words.paragraph(load.chance, 2)[:400],
        contact_id=load.chance.choice(load.member_ids),
        is_example=True,
        body="[]",
    )


def _meetups(load: Load, pages: list[MeetupPage]) -> Iterator[Meetup]:
    for number, page in enumerate(pages):
        is_series = number % 20 == 9
        yield Meetup(
            key=load.key(),
            page_id=page.pk,
            kind=load.chance.choice(MeetupKind.values),
            institution=load.chance.choice([*load.schools, None]),
            booking=Booking.SERIES if is_series else Booking.PER_DATE,
            reminder_hours=[24],
            created_at=page.first_published_at,
            created_by_id=page.owner_id,
        )


def _organisers(load: Load, meetups: list[Meetup]) -> Iterator[MeetupOrganiser]:
    """Who looks around runs the first meetup and some forty others."""
    reader = load.member_ids[0]
    for place, meetup in enumerate(meetups):
        chosen = load.chance.sample(load.member_ids, 2)
        if place % max(1, len(meetups) // 40) == 0:
            chosen = [reader, *(pk for pk in chosen if pk != reader)]
        for pk in chosen:
            yield MeetupOrganiser(meetup=meetup, member_id=pk, added_at=load.ago(900))


def _dates(load: Load, meetups: list[Meetup], live: set[int]) -> Iterator[Occurrence]:
    for number, meetup in enumerate(meetups):
        is_series = meetup.booking == Booking.SERIES
        count = 8 if is_series else 1 if number == 0 else load.chance.choice(DATES)
        # Two in five lie ahead, within the next year; the others go back three years.
        day = load.chance.randint(2, 330) if number == 0 or number % 5 < 2 else -load.chance.randint(3, 1000)
        hour, seats = load.chance.randint(9, 19), None if is_series else load.chance.choice(SEATS)
        school = load.chance.choice(load.schools)
        for place in range(count):
            starts = timezone.localtime(load.at) + timedelta(days=day + 14 * place)
            starts_at = starts.replace(hour=hour, minute=0, second=0, microsecond=0)
            is_cancelled = number > 0 and load.chance.random() < 0.03
            is_planned = meetup.page_id in live and not is_cancelled
            state = OccurrenceState.PLANNED if is_planned else OccurrenceState.DRAFT
            yield Occurrence(
                key=load.key(),
                uid=str(load.uuid()),
                meetup=meetup,
                state=OccurrenceState.CANCELLED if is_cancelled and meetup.page_id in live else state,
                reason="De begeleider is ziek." if is_cancelled else "",
                cancelled_at=load.at - timedelta(days=3) if is_cancelled else None,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                has_online=load.chance.random() < 0.3,
                seats_on_site=AT_THE_FIRST if number == 0 else seats,
                place="Brugzaal",
                city=school.city,
                institution=school if load.chance.random() < 0.2 else None,
                changed_at=load.ago(300),
                created_at=load.ago(300),
            )


def _sessions(load: Load, meetups: list[Meetup]) -> Iterator[Session]:
    """Give one meetup in ten a programme of two talks."""
    ids = [meetup.pk for meetup in meetups[::10]]
    for begin in range(0, len(ids), BATCH):
        dates = Occurrence.objects.filter(meetup__in=ids[begin : begin + BATCH]).order_by("pk")
        for occurrence in dates.only("pk", "starts_at"):
            for hour in range(2):
                yield Session(
                    key=load.key(),
                    occurrence=occurrence,
                    title=words.fill(load.chance, "Gesprek over {about}"),
                    starts_at=occurrence.starts_at + timedelta(hours=hour),
                    ends_at=occurrence.starts_at + timedelta(hours=hour + 1),
                )


def add_registrations(load: Load) -> None:
    """Sign people up until there are as many as asked: on many dates more than there are seats."""
    dates = _announced()
    numbers = _spread(load, dates)
    # Drawn twice, for the bookings of series and for the dates: the same people both times.
    seed = load.chance.random()
    load.write("bookings of series", _bookings(load, dates, numbers, seed))
    load.write("registrations", _registrations(load, dates, numbers, seed), sum(numbers))
    load.write("steps of registrations", _moves(), sum(numbers))


def _announced() -> list[DateOf]:
    rows = Occurrence.objects.announced().filter(meetup__page__in=_ours()).order_by("pk")
    found = rows.values_list("pk", "meetup", "starts_at", "seats_on_site", "meetup__booking")
    return [DateOf(*row, is_series=booking == Booking.SERIES) for *row, booking in found.iterator()]


def _spread(load: Load, dates: list[DateOf]) -> list[int]:
    """Give how many sign up for each date: a few are in great demand, and a series has the same people on each."""
    most = max(1, len(load.member_ids) * 2 // 3)
    weights: list[float] = []
    for place, one in enumerate(dates):
        is_next = place > 0 and one.is_series and dates[place - 1].meetup_id == one.meetup_id
        weights.append(weights[-1] if is_next else load.chance.paretovariate(1.8))
    first = min(AT_THE_FIRST, most)
    share = (load.amounts.registrations - first) / sum(weights[1:]) if len(weights) > 1 else 0
    return [first, *(min(most, round(weight * share)) for weight in weights[1:])]


def _people(load: Load, dates: list[DateOf], numbers: list[int], seed: float) -> Iterator[tuple[DateOf, list[int]]]:
    """Give who signs up for each date; the same seed gives the same people."""
    chance, chosen, reader = Random(seed), [], load.member_ids[0]  # noqa: S311
    for place, (one, number) in enumerate(zip(dates, numbers, strict=True)):
        is_next = place > 0 and one.is_series and dates[place - 1].meetup_id == one.meetup_id
        if not is_next:
            chosen = chance.sample(load.member_ids, number)
            # Who looks around goes to many.
            if place % 150 == 1 and chosen and reader not in chosen:
                chosen[0] = reader
        yield one, chosen


def _bookings(load: Load, dates: list[DateOf], numbers: list[int], seed: float) -> Iterator[SeriesBooking]:
    seen: set[int] = set()
    for one, people in _people(load, dates, numbers, seed):
        if one.is_series and one.meetup_id not in seen:
            seen.add(one.meetup_id)
            for member_id in people:
                yield SeriesBooking(
                    key=load.key(),
                    meetup_id=one.meetup_id,
                    member_id=member_id,
                    created_at=one.starts_at - timedelta(days=30),
                    changed_at=one.starts_at - timedelta(days=30),
                )


def _registrations(load: Load, dates: list[DateOf], numbers: list[int], seed: float) -> Iterator[Registration]:
    rows = SeriesBooking.objects.filter(meetup__page__in=_ours()).values_list("meetup", "member", "pk")
    bookings = {(meetup, member): pk for meetup, member, pk in rows.iterator()}
    for one, members in _people(load, dates, numbers, seed):
        room = len(members) if one.seats is None else one.seats
        for place, member_id in enumerate(members):
            booking = bookings.get((one.meetup_id, member_id)) if one.is_series else None
            yield _registration(load, one, place, member_id, has_room=place < room, booking=booking)


def _registration(
    load: Load, one: DateOf, place: int, member_id: int, *, has_room: bool, booking: int | None
) -> Registration:
    is_over, draw = one.starts_at < load.at, load.chance.random()
    made_at = min(one.starts_at, load.at) - timedelta(minutes=60_000 - place * 7 % 60_000)
    state = RegistrationState.CONFIRMED
    if not has_room:
        state = RegistrationState.LAPSED if is_over else RegistrationState.WAITLISTED
    elif draw < 0.06 and not one.is_series:
        state = RegistrationState.WITHDRAWN
    is_guest = 0.06 <= draw < 0.1 and not one.is_series
    attendance = Attendance.UNKNOWN
    if state == RegistrationState.CONFIRMED and is_over:
        attendance = Attendance.PRESENT if draw < 0.85 else Attendance.ABSENT
    return Registration(
        key=load.key(),
        occurrence_id=one.pk,
        member_id=None if is_guest else member_id,
        guest_name=" ".join(filter(None, words.name(load.chance))) if is_guest else "",
        guest_email=f"gast{member_id}@gasten.example" if is_guest else "",
        guest_organisation="Een school buiten dit netwerk" if is_guest else "",
        institution=load.chance.choice(load.schools),
        state=state,
        series_booking_id=booking,
        queued_at=made_at if state == RegistrationState.WAITLISTED else None,
        attendance=attendance,
        checked_in_at=one.starts_at if attendance == Attendance.PRESENT else None,
        created_at=made_at,
        changed_at=made_at,
    )


def _moves() -> Iterator[RegistrationMove]:
    """Give one step for each registration, to where it stands now."""
    rows = Registration.objects.filter(occurrence__meetup__page__in=_ours()).order_by("pk")
    columns = rows.values_list("pk", "created_at", "state", "guest_email")
    for pk, at, state, guest in columns.iterator(chunk_size=BATCH):
        yield RegistrationMove(registration_id=pk, at=at, to_state=state, by_kind=By.GUEST if guest else By.MEMBER)
