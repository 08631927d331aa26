"""The programme team's page of what fits: proposed pairs, swaps and rings, and wishes that nothing fits."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.errors import EventsError
from events.matching.actions import introduce
from events.matching.exchanges import proposed_chains
from events.matching.forms import PairForm
from events.matching.proposals import UNMATCHED_AFTER, proposal_rows, proposed, unmatched_wishes
from events.matching.querysets import askable
from network.members.programme_team import for_programme_team
from network.members.viewers import viewer_of
from portal.shared.http import way_back

PER_PAGE = 25
MOST_CHAINS, MOST_UNMATCHED = 15, 50


@for_programme_team
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show the proposed pairs with their reasons, page by page; then swaps and rings, and what nothing fits."""
    viewer, now = viewer_of(request), timezone.now()
    today = timezone.localdate(now)
    page = Paginator(proposed(viewer, on=today), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "page_obj": page,
        "rows": proposal_rows(list(page.object_list), viewer, on=today),
        "chains": proposed_chains(viewer, on=today, most=MOST_CHAINS) if page.number == 1 else [],
        "unmatched": list(unmatched_wishes(viewer, on=today, at=now)[:MOST_UNMATCHED]) if page.number == 1 else [],
        "weeks": UNMATCHED_AFTER.days // 7,
    }
    return render(request, "events/matching/proposals.html", context)


@for_programme_team
@require_POST
def tell_both(request: HttpRequest) -> HttpResponse:
    """Tell both of a pair about each other."""
    viewer, now = viewer_of(request), timezone.now()
    offers, requests = askable(viewer, on=timezone.localdate(now))
    form = PairForm(request.POST, offers=offers, requests=requests)
    if not form.is_valid():
        messages.error(request, _("One of these two is no longer open. Choose another pair."))
        return redirect("matching:proposals")
    try:
        introduce(offer=form.cleaned_data["offer"], request=form.cleaned_data["request"], by=request.user, at=now)
    except EventsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Both get a mail that they fit together. What they do with it is up to them."))
    return redirect(way_back(request, fallback="matching:proposals"))
