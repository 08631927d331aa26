"""The page that a phone keeps for when there is no connection: coming dates and tickets, and nothing else."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.pocket.contexts import pocket_date
from events.pocket.querysets import pocket_rows
from events.registrations.mails import moment_in_words
from network.members.sessions import session_tag

# For which session the page was made, and until when a phone may show it: no longer than the session lasts. The
# service worker (templates/home/service_worker.js) keeps no answer without both.
OWNER_HEADER, UNTIL_HEADER = "X-Pocket", "X-Pocket-Until"


@login_required
@require_safe
def pocket(request: HttpRequest) -> HttpResponse:
    """Show the coming dates of who asks, each with its ticket; without any, the page is not for keeping."""
    at = timezone.now()
    dates = [pocket_date(row) for row in pocket_rows(request.user.pk, at=at)]
    response = render(request, "events/pocket/pocket.html", {"dates": dates, "made": moment_in_words(at)})
    if dates:
        response.headers[OWNER_HEADER] = session_tag(request)
        response.headers[UNTIL_HEADER] = request.session.get_expiry_date().isoformat(timespec="seconds")
    return response
