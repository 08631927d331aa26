"""Reads what exchanges add up to, in a number of queries that doesn't depend on how many there are.

Nothing here names a person. The callers decide who may ask: the programme team, and for their own school its
coordinators.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, TruncDate

from events.applications.models import Application
from events.exchange_figures.rules import Period, PersonalCount, Tally, hours_of, median_days, whole_days
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction, ListingState
from events.placements.models import Placement, PlacementDay
from events.placements.states import BRIDGING, DayState, PlacementState
from network.models import Institution
from portal.shared.audiences.rules import Viewer

_BRIDGING = [state.value for state in BRIDGING]
_SIDES = ("guest", "host")


def _within(rows: QuerySet, period: Period, *, day) -> QuerySet:
    rows = rows.annotate(counted_on=day)
    if period.since:
        rows = rows.filter(counted_on__gte=period.since)
    if period.until:
        rows = rows.filter(counted_on__lte=period.until)
    return rows


def exchanges_in(viewer: Viewer, period: Period) -> QuerySet[Placement]:
    """Give the exchanges of a period that this viewer may read, the latest first.

    An exchange belongs to its first day; without days yet, to the day it was made. Each has `counted_on`,
    `begun_at` (the application) and the two schools.
    """
    rows = Placement.objects.visible_to(viewer).annotate(begun_at=Coalesce("asked_at", "application__created_at"))
    rows = _within(rows, period, day=Coalesce("first_day_on", TruncDate("created_at")))
    return rows.select_related("guest_institution", "host_institution").order_by("-counted_on", "-pk")


@dataclass(frozen=True)
class ExchangeFigures:
    """What exchanges, applications, offers and wishes add up to; keys are values of their states and reasons.

    `median_days` is the time from application to agreement, per direction and under "" in all.
    """

    exchanges: dict[str, Tally]
    cancelled: dict[str, Tally]
    half_days: Tally
    agreed: Tally
    median_days: dict[str, float | None]
    applications: dict[str, Tally]
    offers: dict[str, Tally]
    requests: dict[str, Tally]


def _tallies(rows: QuerySet, column: str) -> dict[str, Tally]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for value, direction, number in rows.order_by().values_list(column, "direction").annotate(number=Count("pk")):
        found[value][direction] = number
    return {value: Tally(counts) for value, counts in found.items()}


def _waits(rows: QuerySet[Placement]) -> dict[str, list[int]]:
    """Give the whole days from application to agreement, per direction; of what was agreed and has a begin."""
    found: dict[str, list[int]] = {direction: [] for direction in Direction.values}
    known = rows.filter(agreed_at__isnull=False, begun_at__isnull=False)
    for direction, begun_at, agreed_at in known.order_by().values_list("direction", "begun_at", "agreed_at"):
        found[direction].append(whole_days(begun_at, agreed_at))
    return found


def figures_of(viewer: Viewer, period: Period) -> ExchangeFigures:
    """Give the figures of a period, for the programme team: seven queries.

    Offers, wishes and applications belong to the day they were made.
    """
    exchanges = exchanges_in(viewer, period)
    made = TruncDate("created_at")
    waits = _waits(exchanges)
    bridging = exchanges.filter(state__in=_BRIDGING).order_by()
    half_days = bridging.values_list("direction").annotate(number=Coalesce(Sum("half_days"), 0))
    return ExchangeFigures(
        exchanges=_tallies(exchanges, "state"),
        cancelled=_tallies(exchanges.filter(state=PlacementState.CANCELLED), "cancel_reason"),
        half_days=Tally(dict(half_days)),
        agreed=Tally({direction: len(days) for direction, days in waits.items()}),
        median_days={
            **{direction: median_days(days) for direction, days in waits.items()},
            "": median_days(day for days in waits.values() for day in days),
        },
        applications=_tallies(_within(Application.objects.visible_to(viewer), period, day=made), "state"),
        offers=_tallies(_within(PlacementOffer.objects.all(), period, day=made), "state"),
        requests=_tallies(_within(PlacementRequest.objects.all(), period, day=made), "state"),
    )


@dataclass
class SchoolFigures:
    """What exchanges add up to at one school, in full: only for the programme team."""

    school: Institution
    as_guest: int = 0
    as_host: int = 0
    half_days_as_guest: int = 0
    half_days_as_host: int = 0
    hours_as_guest: float = 0
    hours_as_host: float = 0
    cancelled: int = 0
    offers: int = 0
    requests: int = 0


def _today(path: str):
    """Give the school of today at the end of a path: a merged one is what it became."""
    return Coalesce(f"{path}__merged_into", path)


def _hours(placements: QuerySet[Placement], side: str) -> dict[int, float]:
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    days = PlacementDay.objects.filter(placement__in=placements.order_by().values("pk"), state=DayState.PLANNED)
    rows = days.order_by().values(school=_today(f"placement__{side}_institution")).annotate(spent=Sum(length))
    return {row["school"]: hours_of(row["spent"]) for row in rows}


def schools_of(viewer: Viewer, period: Period) -> list[SchoolFigures]:
    """Give the figures of each school that has any, by name: seven queries.

    Exchanges, half-days and hours are those of what was agreed, runs or is over; "cancelled" counts for both schools
    once. Hours are those of the days as planned. Offers and wishes are those that stand open now, whatever the period.
    """
    exchanges = exchanges_in(viewer, period)
    found = {pk: SchoolFigures(school) for pk, school in Institution.objects.current().in_bulk().items()}
    held = Count("pk", filter=Q(state__in=_BRIDGING))
    half_days = Coalesce(Sum("half_days", filter=Q(state__in=_BRIDGING)), 0)
    both = Q(state=PlacementState.CANCELLED)
    for side in _SIDES:
        # An exchange inside one school is counted as cancelled on the side of the guest alone.
        off = both if side == "guest" else both & ~Q(guest_institution=F("host_institution"))
        rows = exchanges.order_by().values(school=_today(f"{side}_institution"))
        for row in rows.annotate(held=held, held_half_days=half_days, off=Count("pk", filter=off)):
            figures = found[row["school"]]
            setattr(figures, f"as_{side}", row["held"])
            setattr(figures, f"half_days_as_{side}", row["held_half_days"])
            figures.cancelled += row["off"]
        for school, hours in _hours(exchanges.filter(state__in=_BRIDGING), side).items():
            setattr(found[school], f"hours_as_{side}", hours)
    for name, model in (("offers", PlacementOffer), ("requests", PlacementRequest)):
        rows = model.objects.filter(state=ListingState.OPEN).order_by().values(school=_today("institution"))
        for row in rows.annotate(number=Count("pk")):
            setattr(found[row["school"]], name, row["number"])
    known = [each for each in found.values() if any(value for key, value in vars(each).items() if key != "school")]
    return sorted(known, key=lambda each: (each.school.name, each.school.pk))


@dataclass(frozen=True)
class SchoolView:
    """What a coordinator may know of the own school: bridges are public, whatever counts people is from five up.

    `exchanges` counts what was agreed, runs or is over, as the diagram of bridges shows it to everyone.
    """

    exchanges: int
    guests: PersonalCount
    hosts: PersonalCount
    half_days_as_guest: PersonalCount
    half_days_as_host: PersonalCount
    wishes: PersonalCount
    offers: list[PlacementOffer] = field(default_factory=list)


def _people(side: str):
    """Count people: those known by one, and one for all that were erased."""
    erased = Count(Case(When(**{f"{side}__isnull": True}, then=1)))
    return {"people": Count(side, distinct=True), "erased": erased, "half_day_sum": Coalesce(Sum("half_days"), 0)}


def _counted(rows: QuerySet, side: str) -> tuple[PersonalCount, PersonalCount]:
    row = rows.order_by().aggregate(**_people(side))
    people = row["people"] + (1 if row["erased"] else 0)
    return PersonalCount(people, people), PersonalCount(people, row["half_day_sum"])


def school_view(institution_id: int, *, since: date) -> SchoolView:
    """Give what the coordinators of a school may know of its exchanges, in five queries.

    Parameters:
        institution_id: A school of today, with what went into it.
        since: Exchanges with their first day from here on are counted, and wishes that stand open.

    Source: DECISIONS 16 ("coordinators: offers, and counts from 5 up").
    """
    held = Placement.objects.bridging().filter(first_day_on__gte=since)
    as_guest, as_host = (
        held.filter(
            Q(**{f"{side}_institution": institution_id}) | Q(**{f"{side}_institution__merged_into": institution_id})
        )
        for side in _SIDES
    )
    guests, guest_days = _counted(as_guest, "guest")
    hosts, host_days = _counted(as_host, "host")
    here = Q(institution=institution_id) | Q(institution__merged_into=institution_id)
    wishes = PlacementRequest.objects.filter(here, state=ListingState.OPEN).order_by()
    wishing = wishes.aggregate(people=Count("member", distinct=True), number=Count("pk"))
    offers = PlacementOffer.objects.filter(here).exclude(state__in=[ListingState.DRAFT, ListingState.WITHDRAWN])
    return SchoolView(
        exchanges=(as_guest | as_host).distinct().count(),
        guests=guests,
        hosts=hosts,
        half_days_as_guest=guest_days,
        half_days_as_host=host_days,
        wishes=PersonalCount(wishing["people"], wishing["number"]),
        offers=list(offers.order_by("title", "pk")),
    )


def a_year_before(at: datetime) -> date:
    """Give the day from which the coordinators' figures count."""
    return (at - timedelta(days=365)).date()
