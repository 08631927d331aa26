"""What grew, thing by thing: the figures are counted from exactly these rows. Nobody is named."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.exchange_figures.reads import exchanges_in
from events.exchange_figures.rules import Period
from events.models import Occurrence
from events.placements.states import BRIDGING
from home.bridges.overview import Asked, bridges_for
from home.bridges.rules import EVERY_LAYER
from network.models import Affiliation, Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.insights.models import Evidence
from stories.insights.states import EvidenceState
from stories.models import CoachStoryPage, PilotReportPage

# One list of things, in any order, and the schools of today by id.
Schools = Mapping[int, Institution]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that grew: when, what, at which schools, and where it can be read (empty when nowhere)."""

    happened_on: date
    title: str
    school_ids: tuple[int, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the overview. `read` gives the things in a fixed number of queries."""

    name: str
    label: str | Promise
    read: Callable[[Viewer, datetime], Iterable[Thing]]


def _bridges(viewer: Viewer, at: datetime) -> Iterable[Thing]:
    # Those that every member may know of: the same as on the page of bridges.
    overview = bridges_for(viewer.nameless(), Asked(layers=(EVERY_LAYER,)))
    for tie in overview.ties:
        for bridge in tie.items:
            yield Thing(bridge.happened_on, bridge.label, tuple(dict.fromkeys((tie.start.pk, tie.end.pk))), bridge.url)


def _evidence(viewer: Viewer, at: datetime) -> Iterable[Thing]:
    rows = Evidence.objects.filter(state=EvidenceState.ACCEPTED, decided_at__isnull=False).select_related("insight")
    for row in rows:
        title = f"{row.insight.title}: {row.get_verdict_display()} ({row.get_source_kind_display()})"
        yield Thing(timezone.localdate(row.decided_at), title, url=reverse("evidence:decide", args=[row.pk]))


def _exchanges(viewer: Viewer, at: datetime) -> Iterable[Thing]:
    rows = exchanges_in(viewer, Period()).filter(state__in=[state.value for state in BRIDGING])
    for row in rows:
        schools = (_today(row.guest_institution), _today(row.host_institution))
        yield Thing(row.counted_on, str(row.get_direction_display()), tuple(dict.fromkeys(schools)))


def _today(school: Institution) -> int:
    return school.merged_into_id or school.pk


def _meetups(viewer: Viewer, at: datetime) -> Iterable[Thing]:
    rows = list(
        Occurrence.objects.planned()
        .past(at)
        .filter(meetup__page__live=True)
        .select_related("meetup__page", "meetup__institution", "institution")
    )
    pages = {page.pk: page for page in with_addresses([row.meetup.page for row in rows])}
    for row in rows:
        school = row.institution or row.meetup.institution
        page = pages[row.meetup.page_id]
        yield Thing(timezone.localdate(row.starts_at), page.title, (_today(school),) if school else (), page.url or "")


def _texts(viewer: Viewer, at: datetime) -> Iterable[Thing]:
    for model in (CoachStoryPage, PilotReportPage):
        rows = model.objects.live().filter(first_published_at__isnull=False).select_related("institution")
        for page in with_addresses(list(rows)):
            schools = (_today(page.institution),) if page.institution else ()
            yield Thing(timezone.localdate(page.first_published_at), page.title, schools, page.url or "")


SCHOOLS = "scholen"
# Above a column of figures.
SHORT: dict[str, str | Promise] = {
    "bruggen": _("Bridges"),
    "onderbouwing": _("Evidence"),
    "uitwisselingen": _("Exchanges"),
    "bijeenkomsten": _("Meetups"),
    "teksten": _("Texts"),
    SCHOOLS: _("Schools"),
}
MEASURES = (
    Measure("bruggen", _("Bridges"), _bridges),
    Measure("onderbouwing", _("Accepted evidence"), _evidence),
    Measure("uitwisselingen", _("Exchange placements"), _exchanges),
    Measure("bijeenkomsten", _("Meetups held"), _meetups),
    Measure("teksten", _("Stories and pilot reports"), _texts),
)
LABELS: dict[str, str | Promise] = {measure.name: measure.label for measure in MEASURES} | {
    SCHOOLS: _("Schools reached")
}


def schools_of_today() -> Schools:
    """Give the schools there are, by id."""
    return Institution.objects.current().in_bulk()


def everything(viewer: Viewer, schools: Schools, *, at: datetime) -> dict[str, list[Thing]]:
    """Give all that grew until now, by name of the measure, the newest first.

    A school is reached on the first day on which something of the other measures happened there.

    Parameters:
        viewer: Of the programme team.
        schools: From `schools_of_today`.
        at: Now.
    """
    today = timezone.localdate(at)
    found = {
        measure.name: [thing for thing in measure.read(viewer, at) if thing.happened_on <= today]
        for measure in MEASURES
    }
    first: dict[int, date] = {}
    for things in found.values():
        for thing in things:
            for pk in thing.school_ids:
                first[pk] = min(first.get(pk, thing.happened_on), thing.happened_on)
    found[SCHOOLS] = [
        Thing(day, str(schools[pk]), (pk,), schools[pk].get_absolute_url())
        for pk, day in first.items()
        if pk in schools
    ]
    for things in found.values():
        things.sort(key=lambda thing: (-thing.happened_on.toordinal(), thing.title))
    return found


@dataclass(frozen=True, slots=True)
class SchoolReach:
    """What reached one school, by name of the measure; `people` counts who works there now."""

    school: Institution
    people: int
    counts: Mapping[str, int]
    first_on: date | None
    last_on: date | None


def reach(things: Mapping[str, list[Thing]], schools: Schools, *, today: date) -> list[SchoolReach]:
    """Give every school there is with what reached it, by name; one query more.

    Parameters:
        things: From `everything`, perhaps narrowed to a period.
        schools: From `schools_of_today`.
        today: For who works where now.
    """
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    days: dict[int, list[date]] = defaultdict(list)
    for measure in MEASURES:
        for thing in things[measure.name]:
            for pk in thing.school_ids:
                counts[pk][measure.name] += 1
                days[pk].append(thing.happened_on)
    working = Affiliation.objects.current(today).proven().filter(member__is_active=True).order_by()
    people = dict(working.values_list("institution").annotate(Count("member", distinct=True)))
    return [
        SchoolReach(
            school=school,
            people=people.get(school.pk, 0),
            counts=counts[school.pk],
            first_on=min(days[school.pk], default=None),
            last_on=max(days[school.pk], default=None),
        )
        for school in sorted(schools.values(), key=lambda school: (school.name, school.pk))
    ]
