"""The programme team's form for an exchange that people made without the portal, and what was noted so far."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.placements.actions import forget_record, record_placement
from events.placements.forms import ForgetForm, RecordForm
from events.placements.models import Placement
from network.members.programme_team import for_programme_team

PER_PAGE = 30


@for_programme_team
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Ask which schools, which direction and when; a POST notes it, or takes away what was noted by mistake."""
    if request.method == "POST" and "weg" in request.POST:
        mistake = ForgetForm(request.POST)
        if mistake.is_valid() and forget_record(key=mistake.cleaned_data["weg"]):
            messages.success(request, _("Taken away. It no longer counts as a bridge."))
        return redirect("placements:record")
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record_placement(**form.cleaned_data, at=timezone.now())
        except EventsError as error:
            form.add_error("last_day_on", error.message)
        else:
            messages.success(request, _("The exchange is noted. It stands in the diagram of bridges now."))
            return redirect("placements:record")
    rows = Placement.objects.noted().select_related("guest_institution", "host_institution")
    page_obj = Paginator(rows.order_by("-first_day_on", "-pk"), PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "events/placements/record.html", {"form": form, "page_obj": page_obj})
