"""The organisers' own questions at sign-up: a page of the planner."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.meetups.models import Meetup
from events.meetups.views.access import for_organisers
from events.registrations.actions import set_questions
from events.registrations.forms import question_forms


@for_organisers
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Change, add and take away questions."""
    forms = question_forms(meetup, request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and all(form.is_valid() for form in forms):
        plans = [form.plan() for form in forms]
        try:
            set_questions(meetup=meetup, questions=[plan for plan in plans if plan.label.strip()])
        except EventsError as error:
            refusal = error.message
        else:
            messages.success(request, _("Kept. Who signs up from now on reads these questions."))
            return redirect("meetups:desk", key=meetup.key)
    context = {"meetup": meetup, "forms": forms, "refusal": refusal}
    return render(request, "events/registrations/questions.html", context)
