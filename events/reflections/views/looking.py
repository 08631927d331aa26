"""The page of looking back, and the notes that only the programme team reads."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.reflections.models import Reflection
from events.reflections.reading import Exchange, page_context
from events.reflections.views.access import for_programme_team, for_readers
from events.reflections.words import exchange_title, name_on
from network.members.viewers import viewer_of

NOTES_PER_PAGE = 20


@for_readers
@require_safe
def detail(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Show how far the two are, what is open, and what they make of it."""
    context = page_context(exchange, viewer_of(request), at=timezone.now())
    return render(request, "events/reflections/detail.html", context)


@for_programme_team
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Show the notes to the programme team, the newest first."""
    rows = Reflection.objects.with_note_for(viewer_of(request)).select_related(
        "author", "placement__guest", "placement__host", "placement__guest_institution", "placement__host_institution"
    )
    page = Paginator(rows.order_by("-sealed_at", "-pk"), NOTES_PER_PAGE).get_page(request.GET.get("pagina"))
    lines = [
        {
            "row": row,
            "title": exchange_title(row.placement),
            "writer": name_on(row.placement, row.side),
        }
        for row in page.object_list
    ]
    return render(request, "events/reflections/notes.html", {"lines": lines, "page_obj": page})
