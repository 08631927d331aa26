"""The page of bridges: the table first, then the drawing, then who has none yet."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.bridges.forms import BridgeFilterForm
from home.bridges.overview import bridges_for, drawing_of
from network.members.viewers import viewer_of

PER_PAGE = 50


def _layer_links(layers, chosen) -> list[dict[str, object]]:
    start = reverse("bridges:index")
    links = [{"text": _("All"), "url": start, "is_active": chosen is None}]
    return links + [
        {"text": each.label, "url": f"{start}?laag={each.value}", "is_active": each is chosen} for each in layers
    ]


@require_safe
def index(request):
    """Show what joins which schools."""
    form = BridgeFilterForm(request.GET)
    layer = form.layer()
    overview = bridges_for(viewer_of(request), layer=layer)
    return render(
        request,
        "home/bridges.html",
        {
            "overview": overview,
            "page_obj": Paginator(overview.ties, PER_PAGE).get_page(form.page_number()),
            "base_query": f"laag={layer.value}" if layer else "",
            "layers": _layer_links(overview.layers, layer),
            "drawing": drawing_of(overview) if overview.ties else None,
            "empty_actions": [
                {"url": "/doe-mee/", "text": _("Take part")},
                {"url": "/verhalen/", "text": _("Read the stories")},
            ],
        },
    )
