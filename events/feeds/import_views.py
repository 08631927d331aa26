"""A proposal that starts from a date in someone's own calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.calendars.reading import ImportedDate
from events.feeds.forms import CalendarForm
from events.meetups.models import Meetup
from events.proposals.forms import ProposalForm
from events.proposals.series import rule_of
from network.members.viewers import viewer_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_from_calendar(request: HttpRequest) -> HttpResponse:
    """Read a calendar, and show the form of a proposal with what stands in one of its dates. Nothing is kept."""
    if not viewer_of(request).is_member:
        return render(request, "events/proposals/members_only.html", status=403)
    form = CalendarForm(request.POST, request.FILES) if request.method == "POST" else CalendarForm()
    chosen = form.chosen() if form.is_bound and form.is_valid() else None
    if chosen is None:
        return render(request, "events/feeds/import.html", {"form": form, "is_choice": len(form.dates) > 1})
    series = rule_of(chosen.days)
    if chosen.repeats:
        messages.info(request, _series_words(series is not None))
    proposal = ProposalForm(series=series)
    proposal.initial.update(initial_of(chosen))
    own = Meetup.objects.proposed_by(request.user.key).select_related("page").order_by("-proposed_at", "-pk")[:20]
    return render(request, "events/proposals/propose.html", {"form": proposal, "own": own})


def _series_words(is_offered: bool) -> str:
    if is_offered:
        return _("This date comes back. Say below whether you propose the dates that follow, too.")
    return _(
        "This date comes back in a way that we can't take over. You propose the first one; once it is online you plan "
        "the rest."
    )


def initial_of(date: ImportedDate) -> dict[str, object]:
    """Give what a date fills in of a proposal; days without times leave the times open."""
    starts_at, ends_at = timezone.localtime(date.starts_at), timezone.localtime(date.ends_at)
    times: dict[str, object] = {}
    if not date.is_all_day:
        times["starts"] = starts_at.time()
        if ends_at.date() == starts_at.date():
            times["ends"] = ends_at.time()
    return {"title": date.title, "lead": date.text[:400], "day": starts_at.date(), "place": date.place, **times}
