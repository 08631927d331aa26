"""The list of joint actions, and the page of one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.initiatives.contexts import detail_context
from network.initiatives.facets import chips, facet_groups
from network.initiatives.forms import FilterForm
from network.initiatives.models import Initiative
from network.initiatives.views.access import find_visible, with_byline
from network.members.viewers import viewer_of

PER_PAGE = 20


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    """Show what schools do together, by kind, theme, state and school; what can be joined first."""
    viewer = viewer_of(request)
    asked = FilterForm(request.GET).asked()
    rows = Initiative.objects.visible_to(viewer).published()
    page = Paginator(rows.filtered(asked).for_list(), PER_PAGE).get_page(request.GET.get("pagina"))
    groups = facet_groups(rows, asked)
    list_url, propose_url = reverse("initiatives:list"), reverse("initiatives:propose")
    mine = Initiative.objects.led_by(viewer.member_key).for_list() if viewer.is_member else []
    return render(
        request,
        "network/initiatives/list.html",
        {
            "page_obj": page,
            "groups": groups,
            "chips": chips(groups),
            "active_count": len(asked),
            "list_url": list_url,
            "base_query": urlencode(asked),
            "mine": mine,
            "propose_url": propose_url,
            "empty_actions": [
                {"url": list_url, "text": _("Show everything")}
                if asked
                else {"url": propose_url, "text": _("Propose something")},
                {"url": "/scholen/", "text": _("Look for a school to do it with")},
            ],
        },
    )


@require_safe
def initiative_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one initiative to who may see it: goal, plan, news, result, who takes part and how to join."""
    initiative = with_byline(find_visible(request, key))
    return render(
        request,
        "network/initiatives/detail.html",
        detail_context(initiative, viewer_of(request), at=timezone.now()),
    )
