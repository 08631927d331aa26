"""Fills the four list pages: filters, order, paging, cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Choices, IntegerField, Model, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.members.viewers import viewer_of
from network.models import Institution, Role, Theme
from network.vocabulary.models import ProgrammeStep, Sector
from portal.shared.audiences.rules import Viewer
from portal.shared.lists.facets import Facet, Filtered, filtered
from portal.shared.lists.paging import CountedPaginator
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.contexts import fills
from portal.shared.pages.models import BasePage
from portal.shared.pages.sharing import shared_of
from stories.coach_stories.models import CoachStoryPage
from stories.insights.models import InsightPage
from stories.insights.states import InsightKind, Standing, SuccessFactor
from stories.insights.words import insight_card
from stories.lists.models import CoachStoryIndexPage, InsightIndexPage, PilotIndexPage, RouteIndexPage
from stories.pilots.models import PilotReportPage
from stories.pilots.states import Outcome
from stories.routes.models import RoutePage
from stories.texts.cards import Card, card_of
from stories.texts.models import TextPage

PER_PAGE = 12
STORY_CARD, INSIGHT_CARD = "components/card_story.html", "components/card_insight.html"
ORDER = "volgorde"


def _row_facet(parameter: str, title: str | Promise, path: str, model: type[Model]) -> Facet:
    """Give a filter whose choices are rows with a slug and a name."""
    return Facet(
        parameter,
        title,
        f"{path}__slug",
        label_path=f"{path}__name",
        label_of=lambda slug: model.objects.filter(slug=slug).values_list("name", flat=True).first(),
    )


def _fixed_facet(parameter: str, title: str | Promise, path: str, choices: type[Choices]) -> Facet:
    """Give a filter with fixed choices."""
    return Facet(parameter, title, path, labels={str(value): label for value, label in choices.choices})


THEME = _row_facet("thema", _("Theme"), "themes", Theme)
SCHOOL = _row_facet("school", _("School"), "institution", Institution)
ROLE = _row_facet("rol", _("Told by a"), "role", Role)
SECTOR = _fixed_facet("sector", _("Sector"), "sector", Sector)
STEP = _fixed_facet("stap", _("Step of the programme"), "step", ProgrammeStep)
OUTCOME = _fixed_facet("uitkomst", _("Outcome"), "outcome", Outcome)
KIND = _fixed_facet("soort", _("Kind"), "kind", InsightKind)
STANDING = _fixed_facet("status", _("Standing"), "standing_row__standing", Standing)
FACTOR = _fixed_facet("factor", _("Success factor"), "factor", SuccessFactor)


@dataclass(frozen=True)
class Order:
    """One way to order a list."""

    value: str
    text: str | Promise
    apply: Callable[[QuerySet], QuerySet]


def _strongest(rows: QuerySet) -> QuerySet:
    ranks = (Standing.CONFIRMED, Standing.TESTED, Standing.RECOGNISED, Standing.CONTESTED, Standing.EMERGING)
    rank = Case(
        *(When(standing_row__standing=standing, then=Value(place)) for place, standing in enumerate(ranks)),
        default=Value(len(ranks)),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "-standing_row__supports", "title", "pk")


NEWEST = Order("nieuwste", _("newest first"), lambda rows: rows.order_by("-first_published_at", "-pk"))
TITLE = Order("titel", _("by title"), lambda rows: rows.order_by("title", "pk"))
STRONGEST = Order("sterkste", _("strongest first"), _strongest)


def _orders(orders: Sequence[Order], chosen: Order, active: dict[str, str]) -> list[dict[str, object]]:
    return [
        {"text": order.text, "url": "?" + urlencode({**active, ORDER: order.value}), "is_active": order is chosen}
        for order in orders
    ]


def _list(
    request: HttpRequest,
    rows: QuerySet,
    facets: Sequence[Facet],
    orders: Sequence[Order],
    card: Callable[[TextPage], object],
    card_template: str,
) -> dict[str, object]:
    query = request.GET.dict()
    result: Filtered = filtered(rows, facets, query, kept=[ORDER])
    order = next((order for order in orders if order.value == query.get(ORDER)), orders[0])
    page_obj = CountedPaginator(order.apply(result.rows), result.total, per_page=PER_PAGE).get_page(query.get("pagina"))
    # Put in order by their keys alone: a database that sorts thousands of texts carries all that a card shows along.
    keys = page_obj.object_list.values("pk")
    shown = order.apply(rows.filter(pk__in=keys))
    page_obj.object_list = [card(page) for page in with_addresses(shown)]
    base = {**result.active, **({ORDER: order.value} if query.get(ORDER) else {})}
    return {
        "facet_groups": result.groups,
        "chips": result.chips,
        "clear_url": request.path,
        "active_count": result.active_count,
        "orders": _orders(orders, order, result.active),
        "page_obj": page_obj,
        "base_query": urlencode(base),
        "total": result.total,
        "cards": page_obj.object_list,
        "card_template": card_template,
    }


def _for_reader(page: BasePage, request: HttpRequest, fill: Callable[[Viewer], dict]) -> dict[str, object]:
    """Fill a list; the one without filters, which nearly everyone comes to first, once per version."""
    viewer = viewer_of(request)
    return fill(viewer) if request.GET else shared_of(page, "list", viewer, fill)


def _text_card(page: TextPage) -> Card:
    return card_of(page, school=str(page.headline_school() or ""))


@fills(CoachStoryIndexPage)
def stories(page: CoachStoryIndexPage, request: HttpRequest) -> dict[str, object]:
    """Fill /verhalen/."""

    def fill(viewer: Viewer) -> dict[str, object]:
        rows = CoachStoryPage.objects.visible_to(viewer).select_related("institution").for_cards()
        return _list(request, rows, [THEME, SCHOOL, SECTOR, ROLE, STEP], [NEWEST, TITLE], _text_card, STORY_CARD)

    return _for_reader(page, request, fill)


@fills(PilotIndexPage)
def pilots(page: PilotIndexPage, request: HttpRequest) -> dict[str, object]:
    """Fill /pilots/."""

    def fill(viewer: Viewer) -> dict[str, object]:
        rows = PilotReportPage.objects.visible_to(viewer).select_related("institution").for_cards()
        return _list(request, rows, [OUTCOME, THEME, SCHOOL, SECTOR], [NEWEST, TITLE], _text_card, STORY_CARD)

    return _for_reader(page, request, fill)


@fills(InsightIndexPage)
def insights(page: InsightIndexPage, request: HttpRequest) -> dict[str, object]:
    """Fill /wat-werkt/."""

    def fill(viewer: Viewer) -> dict[str, object]:
        rows = InsightPage.objects.visible_to(viewer).with_standing()
        facets, orders = [KIND, STANDING, THEME, FACTOR], [STRONGEST, NEWEST, TITLE]
        return _list(request, rows, facets, orders, insight_card, INSIGHT_CARD)

    return _for_reader(page, request, fill)


@fills(RouteIndexPage)
def routes(page: RouteIndexPage, request: HttpRequest) -> dict[str, object]:
    """Fill /aan-de-slag/."""

    def fill(viewer: Viewer) -> dict[str, object]:
        rows = RoutePage.objects.visible_to(viewer).for_cards()
        return _list(request, rows, [THEME, STEP], [NEWEST, TITLE], _text_card, STORY_CARD)

    return _for_reader(page, request, fill)
