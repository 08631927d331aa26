"""Fills the agenda: the list with filters and order, the months, and what was held."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.agenda.items import items_of, with_dates
from events.agenda.months import month_bounds, month_view
from events.agenda.reads import coming_meetups, past_meetups
from events.agenda.rules import month_of
from events.meetup_pages.models import AgendaPage
from events.meetups.models import Meetup
from events.meetups.states import MeetupKind
from network.institutions.states import PROVINCES
from network.members.viewers import viewer_of
from network.models import Institution, Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.lists.facets import Facet, filtered
from portal.shared.lists.paging import CountedPaginator
from portal.shared.pages.contexts import fills

PER_PAGE = 20
ORDER, PERIOD, MONTH = "volgorde", "periode", "maand"
PAST, NEAR = "geweest", "dichtbij"

KIND = Facet("soort", gettext_lazy("Kind"), "kind", labels=dict(MeetupKind.choices))
THEME = Facet(
    "thema",
    gettext_lazy("Theme"),
    "page__themes__slug",
    label_path="page__themes__name",
    label_of=lambda slug: Theme.objects.filter(slug=slug).values_list("name", flat=True).first(),
)
SCHOOL = Facet(
    "school",
    gettext_lazy("School"),
    "institution__slug",
    label_path="institution__name",
    label_of=lambda slug: Institution.objects.filter(slug=slug).values_list("name", flat=True).first(),
    today_of=Institution.objects.address_today,
)
PROVINCE = Facet(
    "provincie", gettext_lazy("Province"), "institution__province", labels={name: name for name in PROVINCES}
)
WAY = Facet(
    "online", gettext_lazy("How"), "way", labels={"ja": gettext_lazy("online"), "nee": gettext_lazy("only on site")}
)
ROOM = Facet("plek", gettext_lazy("Seats"), "room", labels={"vrij": gettext_lazy("with free seats")})
FACETS = [KIND, THEME, WAY, ROOM, PROVINCE, SCHOOL]


@dataclass(frozen=True)
class Tab:
    """One way to look at the agenda."""

    text: str
    url: str
    is_active: bool


def _own_school(viewer: Viewer) -> Institution | None:
    """Give the school that nearness is measured from: the first one of the reader that has a place on the map."""
    if not viewer.institution_ids:
        return None
    rows = Institution.objects.filter(pk__in=viewer.institution_ids, latitude__isnull=False, longitude__isnull=False)
    return rows.order_by("pk").first()


def _nearest(rows: QuerySet[Meetup], school: Institution) -> QuerySet[Meetup]:
    """Order by distance, near enough: on this scale a degree of longitude is 0.62 of one of latitude (52° north)."""
    north = Cast(F("institution__latitude"), FloatField()) - Value(school.latitude)
    east = (Cast(F("institution__longitude"), FloatField()) - Value(school.longitude)) * Value(0.62)
    return rows.annotate(far=north * north + east * east).order_by(F("far").asc(nulls_last=True), "next_at", "pk")


@fills(AgendaPage)
def agenda(page: AgendaPage, request: HttpRequest) -> dict[str, object]:
    """Fill /agenda/."""
    viewer, now, query = viewer_of(request), timezone.now(), request.GET.dict()
    month = month_of(query.get(MONTH, ""))
    is_past = query.get(PERIOD) == PAST and month is None
    rows = _rows(viewer, at=now, month=month, is_past=is_past)
    near = _own_school(viewer) if not is_past and not month else None
    kept = [name for name in (ORDER, PERIOD, MONTH) if query.get(name)]
    result = filtered(rows, FACETS, query, kept=kept)
    chosen = result.active
    context: dict[str, object] = {
        "facet_groups": result.groups,
        "chips": result.chips,
        "active_count": result.active_count,
        "clear_url": request.path,
        "tabs": _tabs(chosen, is_past=is_past, month=month, now=now),
        "feed_query": urlencode(chosen),
        "subscribe_url": f"{reverse('feeds:subscribe')}{'?' + urlencode(chosen) if chosen else ''}",
        "is_past": is_past,
        "total": result.total,
    }
    if month:
        return context | month_view(result.rows, viewer, month, chosen=chosen, at=now)
    is_near = query.get(ORDER) == NEAR and near is not None
    ordered = (
        _nearest(result.rows, near) if is_near else result.rows.order_by("-last_at" if is_past else "next_at", "pk")
    )
    page_obj = CountedPaginator(ordered, result.total, per_page=PER_PAGE).get_page(query.get("pagina"))
    page_obj.object_list = items_of(with_dates(page_obj.object_list), at=now, near=near)
    base = {**chosen, **{name: query[name] for name in kept}}
    return context | {
        "orders": _orders(chosen, is_near=is_near) if near else [],
        "page_obj": page_obj,
        "items": page_obj.object_list,
        "base_query": urlencode(base),
    }


def _rows(viewer: Viewer, *, at: datetime, month: date | None, is_past: bool) -> QuerySet[Meetup]:
    if month:
        first, last = month_bounds(month)
        return coming_meetups(viewer, at=at, since=first, until=last)
    return past_meetups(viewer, at=at) if is_past else coming_meetups(viewer, at=at)


def _tabs(chosen: dict[str, str], *, is_past: bool, month: date | None, now: datetime) -> list[Tab]:
    today = timezone.localdate(now)
    return [
        Tab(_("Coming"), f"?{urlencode(chosen)}", not is_past and month is None),
        Tab(_("By month"), f"?{urlencode({**chosen, MONTH: f'{month or today:%Y-%m}'})}", month is not None),
        Tab(_("Held, with reports"), f"?{urlencode({**chosen, PERIOD: PAST})}", is_past),
    ]


def _orders(chosen: dict[str, str], *, is_near: bool) -> list[dict[str, object]]:
    return [
        {"text": _("soonest first"), "url": f"?{urlencode(chosen)}", "is_active": not is_near},
        {"text": _("nearest first"), "url": f"?{urlencode({**chosen, ORDER: NEAR})}", "is_active": is_near},
    ]
