"""Hears from a page of results which one was opened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search.asked.forms import OpenedForm
from search.asked.recording import note_opened


# Without a token: visitors have no cookie to hold one. The signed ticket is known to the one page it was made for,
# works once, and whoever sends it can only count one result as opened. What is noted waits in memory, no more than
# MOST_WAITING at a time, and is written together: sending it a thousand times writes it once.
@csrf_exempt
@never_cache
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Note that a result was opened; the answer is empty and always the same."""
    form = OpenedForm(request.POST)
    if form.is_valid() and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        note_opened(
            ticket=form.cleaned_data["ticket"],
            place=form.cleaned_data["place"],
            user_agent=request.headers.get("User-Agent", ""),
        )
    return HttpResponse(status=204)
