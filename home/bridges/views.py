"""The page of bridges: the table first, then the drawing, then who has none yet."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.bridges.figure import BridgeDrawing, drawing_of
from home.bridges.forms import EVERY_ISLAND, BridgeFilterForm
from home.bridges.overview import Asked, BridgeOverview, Tie, bridges_for
from home.bridges.rules import EVERY_LAYER, TieKey, layers_after_switching
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.sharing import shared
from portal.shared.registries.crossings import Bridge

PER_PAGE = 25
ISLANDS_SHOWN = 24
# Of a line of the table, so many things are named; the number says how many there are.
MOST_NAMED = 4


@dataclass(frozen=True)
class LayerLink:
    """One kind of tie, with the address that switches it."""

    text: str
    url: str
    is_active: bool
    count: int


@dataclass(frozen=True)
class Line:
    """One line of the table, with its name within the page, and what of it is told."""

    id: str
    tie: Tie

    @property
    def named(self) -> list[Bridge]:
        return self.tie.items[:MOST_NAMED]

    @property
    def number_unnamed(self) -> int:
        return max(0, self.tie.count - MOST_NAMED)


def _query(asked: Asked, **more: object) -> str:
    """Give the address of what is asked for, without the page; `more` stands instead of, or beside it."""
    values = {
        "laag": list(asked.layers),
        "richting": asked.direction.value if asked.direction else "",
        "jaar": asked.year or "",
        "school": asked.school,
        **more,
    }
    return urlencode({name: value for name, value in values.items() if value}, doseq=True)


def _address(query: str) -> str:
    return f"{reverse('bridges:index')}?{query}" if query else reverse("bridges:index")


def _layer_links(overview: BridgeOverview, asked: Asked) -> list[LayerLink]:
    """Give a link per kind there is; with one kind only there is nothing to switch."""
    present = list(overview.layer_counts)
    if len(present) < 2:
        return []
    everything = len(overview.layers) == len(present)
    total = sum(overview.layer_counts.values())
    links = [LayerLink(_("All"), _address(_query(asked, laag=[EVERY_LAYER])), everything, total)]
    for layer, count in overview.layer_counts.items():
        # Among all of them, a link keeps one; among some of them, it switches one.
        switched = [layer] if everything else layers_after_switching(overview.layers, layer, present)
        is_active = layer in overview.layers and not everything
        links.append(LayerLink(str(layer.label), _address(_query(asked, laag=switched)), is_active, count))
    return links


def _drawing(overview: BridgeOverview, asked: Asked, places: dict[TieKey, int], viewer: Viewer) -> BridgeDrawing | None:
    """Draw what is asked for; that of whole kinds is remembered, as many ask for it and there are few of them."""
    if not overview.ties:
        return None

    def address_of(tie: Tie) -> str:
        number = places[tie.key] // PER_PAGE + 1
        query = _query(asked, pagina=number if number > 1 else "")
        return f"{_address(query)}#brug-{places[tie.key] + 1}"

    if asked.is_narrowed:
        return drawing_of(overview, address_of=address_of, with_islands=False)
    return shared(("bridges-drawn", *asked.layers), viewer, lambda _viewer: drawing_of(overview, address_of=address_of))


@require_safe
def index(request):
    """Show what joins which schools."""
    form = BridgeFilterForm(request.GET)
    asked, viewer = form.asked(), viewer_of(request)
    overview = bridges_for(viewer, asked)
    base_query = _query(asked)
    paginator = Paginator(overview.ties, PER_PAGE)
    page = paginator.get_page(form.page_number())
    places = {tie.key: place for place, tie in enumerate(overview.ties)}

    own = [school for school in overview.islands if school.pk in viewer.institution_ids] if viewer.is_member else []
    others = [school for school in overview.islands if school not in own]
    shown = others if form.wants_every_island() else others[:ISLANDS_SHOWN]
    return render(
        request,
        "home/bridges.html",
        {
            "overview": overview,
            "asked": asked,
            "page_obj": page,
            "lines": [Line(f"brug-{places[tie.key] + 1}", tie) for tie in page],
            "base_query": base_query,
            "number_of_filters": sum(map(bool, (asked.direction, asked.year, asked.school))),
            "layer_links": _layer_links(overview, asked),
            "clear_url": _address(_query(Asked(layers=asked.layers))),
            "drawing": _drawing(overview, asked, places, viewer),
            "own_islands": own,
            "islands": shown,
            "number_of_islands": len(overview.islands),
            "all_islands_url": f"{_address(_query(asked, eilanden=EVERY_ISLAND))}#eilanden"
            if len(shown) < len(others)
            else "",
            "empty_actions": [
                {"url": reverse("offers:list"), "text": _("Find a place to join")},
                {"url": "/verhalen/", "text": _("Read the stories")},
            ],
        },
    )
