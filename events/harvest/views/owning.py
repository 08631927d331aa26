"""A promise, for the person who keeps it: signed in, or behind the link of a mail. GET shows, POST acts."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.harvest.actions import finish, give_back, set_naming, take_more_time
from events.harvest.forms import MoreTimeForm
from events.harvest.mails import PROMISE_LINK
from events.harvest.models import Promise
from events.harvest.owners import Owner, owner_of
from events.harvest.rules import is_late
from events.harvest.states import Naming, PromiseState
from events.meetups.states import OccurrenceState
from events.registrations.mails import when_in_words
from portal.shared.links.errors import LinkUnknown
from portal.shared.links.views import SecretLinkView


def _rows() -> QuerySet[Promise]:
    rows = Promise.objects.filter(harvest__occurrence__state=OccurrenceState.PLANNED)
    return rows.select_related("member", "guest__member", "institution", "harvest__occurrence__meetup__page")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_promise(request: HttpRequest, key: str) -> HttpResponse:
    """Show one's own promise, with what one can do with it; for anyone else there is none."""
    row = _rows().of(request.user.key).filter(key=key).first()
    if row is None:
        raise Http404
    return _page(request, row, Owner(member_key=request.user.key), at=timezone.now())


class GuestPromise(SecretLinkView):
    """The same for a guest, behind the link of a mail."""

    purpose = PROMISE_LINK

    def show(self, request, link, *, at):
        """Show it."""
        return self._page(request, link, at=at)

    def act(self, request, link, *, at):
        """Do what the button says."""
        return self._page(request, link, at=at)

    def _page(self, request, link, *, at):
        row = _rows().filter(key=link.subject_key).first()
        owner = owner_of(row) if row else None
        # Once it is a member's own, its page asks for the account.
        if row is None or owner is None or not owner.registration_key:
            raise LinkUnknown
        return _page(request, row, owner, at=at)


def _page(request: HttpRequest, row: Promise, owner: Owner, *, at: datetime) -> HttpResponse:
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    form = MoreTimeForm(request.POST if step == "later" else None, promise=row)
    done, refusal = "", ""
    if step and (step != "later" or form.is_valid()):
        try:
            done = _act(row, owner, step, form, at=at)
        except EventsError as error:
            refusal = error.message
        row = _rows().get(pk=row.pk) if done or refusal else row
    date = row.harvest.occurrence
    context = {
        "promise": row,
        "page": date.meetup.page,
        "when": when_in_words(date),
        "form": form,
        "done": done,
        "refusal": refusal,
        "is_mine": owner_of(row) == owner,
        "is_open": row.state == PromiseState.OPEN,
        "is_late": is_late(is_open=row.state == PromiseState.OPEN, due_on=row.due_on, today=timezone.localdate(at)),
        "is_named": row.naming == Naming.NAMED,
        "is_asked": row.naming == Naming.ASKED,
    }
    return render(request, "events/harvest/own_promise.html", context)


def _act(row: Promise, owner: Owner, step: str, form: MoreTimeForm, *, at: datetime) -> str:
    """Do one step; give what to say about it, or nothing for a step that doesn't exist."""
    if step in ("naam", "zonder-naam"):
        set_naming(promise=row, owner=owner, is_named=step == "naam", at=at)
        return _("Your name stands beside it.") if step == "naam" else _("Your name does not stand there.")
    if step == "klaar":
        finish(promise=row, owner=owner, at=at)
        return _("Well done. The organisers see that it is done.")
    if step == "later":
        take_more_time(promise=row, owner=owner, due_on=form.cleaned_data["due_on"], at=at)
        return _("It has a new day. We remind you again.")
    if step == "niet-van-mij":
        give_back(promise=row, owner=owner, at=at)
        return _("It is no longer yours. The organisers see that nobody does it now.")
    return ""
