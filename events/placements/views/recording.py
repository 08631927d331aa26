"""The programme team's form for an exchange that people made without the portal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.placements.actions import record_placement
from events.placements.forms import RecordForm
from network.members.programme_team import for_programme_team


@for_programme_team
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Ask which schools, which direction and when; a POST notes it."""
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record_placement(**form.cleaned_data, at=timezone.now())
        except EventsError as error:
            form.add_error("last_day_on", error.message)
        else:
            messages.success(request, _("The exchange is noted. It stands in the diagram of bridges now."))
            return redirect("placements:record")
    return render(request, "events/placements/record.html", {"form": form})
