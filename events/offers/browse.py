"""The two lists: what is offered and what is wished for, filtered by links that work without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.querysets import FREE
from events.offers.rules import coming_months, opens_later
from events.offers.states import Direction, ListingKind, ListingState
from events.offers.words import short_facts, state_in_words
from network.institutions.states import PROVINCES
from network.members.profiles import ProfileView, profile_for
from network.models import Institution, System, Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.lists.facets import Chip, Facet, FacetGroup, FacetOption, Filtered, filtered
from portal.shared.lists.paging import CountedPaginator

PER_PAGE = 20
LIST, MONTH, PAGE = "lijst", "maand", "pagina"
WISHES = "wensen"

FACETS = (
    Facet("richting", gettext_lazy("Direction"), "direction", labels=dict(Direction.choices)),
    Facet(
        "thema",
        gettext_lazy("Theme"),
        "themes__slug",
        label_path="themes__name",
        label_of=lambda slug: Theme.objects.filter(slug=slug).values_list("name", flat=True).first(),
    ),
    Facet(
        "systeem",
        gettext_lazy("System"),
        "systems__slug",
        label_path="systems__name",
        label_of=lambda slug: System.objects.filter(slug=slug).values_list("name", flat=True).first(),
    ),
    Facet("vrij", gettext_lazy("Free"), "room", labels={FREE: gettext_lazy("what you can ask for now")}),
    Facet("provincie", gettext_lazy("Province"), "institution__province", labels={name: name for name in PROVINCES}),
    Facet(
        "school",
        gettext_lazy("School"),
        "institution__slug",
        label_path="institution__name",
        label_of=lambda slug: Institution.objects.filter(slug=slug).values_list("name", flat=True).first(),
        today_of=Institution.objects.address_today,
    ),
)


@dataclass(frozen=True)
class Tab:
    """One of the two lists."""

    text: str
    url: str
    is_active: bool


@dataclass(frozen=True)
class Row:
    """One line of a list.

    `state_text` is empty for what can simply be asked for; `summary` is what one learns, or wants to; `facts` is one
    line; `owner` is who wishes it, as far as the reader may see that.
    """

    listing: PlacementOffer | PlacementRequest
    state_text: str
    summary: str
    facts: str
    owner: ProfileView | None = None


def kind_asked(query: Mapping[str, str]) -> ListingKind:
    """Give which of the lists an address asks for: wishes, or else what is offered."""
    return ListingKind.REQUEST if query.get(LIST) == WISHES else ListingKind.OFFER


def browse(query: Mapping[str, str], viewer: Viewer, *, on: date) -> dict[str, object]:
    """Give one page of a list with its filters, in a fixed number of queries.

    Parameters:
        query: The query string; what doesn't exist in it counts as not asked.
        viewer: Who looks.
        on: Today, local.
    """
    kind = kind_asked(query)
    model = PlacementOffer if kind == ListingKind.OFFER else PlacementRequest
    rows = model.objects.listed_to(viewer).with_room(on=on)
    months = {f"{first:%Y-%m}": first for first in coming_months(on)}
    month = query.get(MONTH) if query.get(MONTH) in months else None
    clean = {name: value for name, value in query.items() if name != MONTH} | ({MONTH: month} if month else {})
    result = filtered(rows.in_month(months[month]) if month else rows, FACETS, clean, kept=[LIST, MONTH])
    base = {**({LIST: WISHES} if kind == ListingKind.REQUEST else {}), **result.active}
    _add_months(result, _narrowed(rows, result), months, month, base=base)
    page = CountedPaginator(result.rows.for_list(), result.total, per_page=PER_PAGE).get_page(query.get(PAGE))
    return {
        "kind": kind,
        "tabs": tabs(kind),
        "groups": result.groups,
        "chips": result.chips,
        "active_count": result.active_count,
        "clear_url": tabs(kind)[kind == ListingKind.REQUEST].url,
        "total": result.total,
        "page_obj": page,
        "rows": [row_of(listing, viewer, on=on) for listing in page.object_list],
        "base_query": urlencode({**base, **({MONTH: month} if month else {})}),
        "on": on,
    }


def tabs(active: ListingKind) -> list[Tab]:
    """Give the way to both lists."""
    address = reverse("offers:list")
    return [
        Tab(_("Places to join"), address, active == ListingKind.OFFER),
        Tab(_("Wishes to join"), f"{address}?{LIST}={WISHES}", active == ListingKind.REQUEST),
    ]


def _narrowed(rows: QuerySet, result: Filtered) -> QuerySet:
    """Give the rows with every filter on but the month, which counts its own choices."""
    for facet in FACETS:
        if facet.parameter in result.active:
            rows = rows.filter(**{facet.path: result.active[facet.parameter]})
    return rows


def _add_months(
    result: Filtered, rows: QuerySet, months: dict[str, date], month: str | None, *, base: dict[str, str]
) -> None:
    options = []
    for (value, first), count in zip(months.items(), rows.counted_by_month(list(months.values())), strict=True):
        is_active = value == month
        text = date_format(first, "F Y")
        query = base if is_active else {**base, MONTH: value}
        if count or is_active:
            options.append(FacetOption(text, f"?{urlencode(query)}", count, is_active))
        if is_active:
            result.chips.append(Chip(text, f"?{urlencode(base)}"))
    if options:
        result.groups.append(FacetGroup(f"filter-{MONTH}", _("Month"), options))


def row_of(listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, on: date) -> Row:
    """Give one line of a list; fetch with `for_list`."""
    is_offer = listing.kind == ListingKind.OFFER
    is_plain = listing.state == ListingState.OPEN and not opens_later(
        state=ListingState.OPEN, opens_on=listing.opens_on, on=on
    )
    return Row(
        listing,
        state_text="" if is_plain else state_in_words(listing, on=on),
        summary=listing.learn if is_offer else listing.learning_question,
        facts=short_facts(listing),
        owner=None if is_offer else owner_seen(listing, viewer, on=on),
    )


def owner_seen(listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, on: date) -> ProfileView | None:
    """Give the owner as the viewer may see them, or None; fetch the listing with `with_owner`.

    Source: DECISIONS 15.
    """
    if listing.owner is None:
        return None
    profile = profile_for(viewer, listing.owner, on=on, is_brief=True)
    return profile if profile.is_visible else None
