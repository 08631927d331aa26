"""The editors' desk: the first offer or wish of someone is read before it goes online."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.offers.actions import approve_listing, send_back_listing, take_down_listing
from events.offers.errors import OffersError
from events.offers.forms import JudgeForm, TakeDownForm
from events.offers.states import ListingKind
from events.offers.views.access import MODELS, for_editors
from events.offers.words import facts_of
from portal.shared.conversations.rules import answer_due_at

ASK_OR_ACT = ["GET", "HEAD", "POST"]
SHOWN = 100


@for_editors
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits, the longest waiting first; someone's own stands there, for a colleague."""
    now = timezone.now()
    found = [row for model in MODELS.values() for row in model.objects.waiting().select_related("institution")[:SHOWN]]
    rows = [
        {
            "listing": row,
            "due_at": (due_at := answer_due_at(row.submitted_at)),
            "is_late": now > due_at,
            "is_own": row.owner == request.user,
        }
        for row in sorted(found, key=lambda row: row.submitted_at)
    ]
    return render(request, "events/offers/waiting.html", {"rows": rows})


@for_editors
@require_http_methods(ASK_OR_ACT)
def judge(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Read what someone sent for the first time and put it online, or send it back with a question."""
    rows = MODELS[kind].objects.waiting().filter(key=key).select_related("institution__merged_into")
    listing = rows.prefetch_related("themes", "systems").first()
    if listing is None:
        raise Http404
    is_own = listing.owner == request.user
    data = request.POST if request.method == "POST" else None
    form = None if is_own else JudgeForm(data, initial={"seen": listing.changed_at.isoformat()})
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _decide(request, listing, form, at=timezone.now())
        except OffersError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Whoever wrote it gets a mail."))
            return redirect("offers:waiting")
    is_offer = kind == ListingKind.OFFER
    context = {
        "listing": listing,
        "is_offer": is_offer,
        "form": form,
        "is_own": is_own,
        "facts": facts_of(listing),
        "question": listing.learn if is_offer else listing.learning_question,
        "card": listing.template if is_offer else None,
    }
    return render(request, "events/offers/judge.html", context)


def _decide(request: HttpRequest, listing, form: JudgeForm, *, at: datetime) -> None:
    seen = form.cleaned_data["seen"]
    if form.cleaned_data["decision"] == JudgeForm.APPROVE:
        approve_listing(listing=listing, editor=request.user, seen=seen, at=at)
    else:
        send_back_listing(listing=listing, editor=request.user, remark=form.cleaned_data["remark"], seen=seen, at=at)


@for_editors
@require_http_methods(ASK_OR_ACT)
def take_down(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take from the lists what should not be read, with a word to its owner."""
    listing = MODELS[kind].objects.listed().filter(key=key).select_related("institution").first()
    if listing is None or listing.owner == request.user:
        raise Http404
    form = TakeDownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            take_down_listing(listing=listing, editor=request.user, reason=reason, at=timezone.now())
        except OffersError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("It is out of the list. Whoever wrote it gets a mail."))
            return redirect("offers:list")
    return render(request, "events/offers/take_down.html", {"listing": listing, "form": form})
