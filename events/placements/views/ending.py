"""Saying that an exchange does not, or did not, take place: one step. GET asks, POST does it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.errors import EventsError
from events.placements.actions import cancel_placement
from events.placements.errors import REFUSED_MOVE, TooLateToCancel
from events.placements.forms import CancelForm
from events.placements.models import Placement
from events.placements.reading import side_of
from events.placements.rules import may_still_be_called_off
from events.placements.states import CancelReason, PlacementState
from events.placements.views.access import for_the_two
from events.placements.views.detail import facts_of


@for_the_two
def cancel(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Ask for the reason, and say it to the other one."""
    at, side = timezone.now(), side_of(placement, request.user)
    is_done = placement.state == PlacementState.DONE
    is_cancelled = placement.state == PlacementState.CANCELLED
    if not may_still_be_called_off(is_done=is_done, is_cancelled=is_cancelled, ended_at=placement.ended_at, at=at):
        error = TooLateToCancel if is_done else REFUSED_MOVE[PlacementState(placement.state)]
        messages.error(request, error.message)
        return redirect(placement)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            cancel_placement(
                placement=placement,
                member=request.user,
                reason=CancelReason(values["reason"]),
                note=values["note"],
                at=at,
            )
        except EventsError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Noted. The other one hears it, and the days leave both calendars."))
        return redirect(placement)
    context = {**facts_of(placement, side), "form": form, "is_done": is_done}
    return render(request, "events/placements/cancel.html", context)
