"""Takes messages to the editors: from the page "doe mee", and about one page."""

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from home.join.contexts import sender_of
from home.join.forms import MessageForm
from home.join.models import JoinPage
from home.join.rules import LONGEST_FILLING
from network.members.viewers import viewer_of
from portal.shared.limits.actions import allow
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.querysets import BasePageQuerySet
from stories.suggestions.actions import file_suggestion
from stories.suggestions.states import SuggestionKind

MESSAGES_PER_HOUR = 5
HOUR = 60 * 60
# As long as a form may stay open (rules.py).
A_FORM_LASTS = int(LONGEST_FILLING.total_seconds())
TOO_MANY = _("You sent several messages in a short time. Your text is still here: send it in an hour.")


def _join_page(request: HttpRequest) -> JoinPage | None:
    return JoinPage.objects.visible_to(viewer_of(request)).first()


def _about(request: HttpRequest, page_id: int) -> Page:
    visible = BasePageQuerySet(Page).visible_to(viewer_of(request)).filter(depth__gt=1, pk=page_id)
    found = with_addresses(visible)
    if not found or not found[0].url:
        raise Http404
    return found[0]


def _within_limit(request: HttpRequest, at) -> bool:
    member = sender_of(request)
    who = f"member:{member.key}" if member else f"address:{request.META.get('REMOTE_ADDR', '')}"
    return allow(name="home.message", who=who, limit=MESSAGES_PER_HOUR, window_seconds=HOUR, at=at)


def _is_first(form: MessageForm, about: Page | None, at) -> bool:
    """Say whether this very form with this very text did not arrive yet: a second press of the button sends nothing."""
    data = form.cleaned_data
    sent = "\n".join([data["shown"], data["kind"], str(about.pk if about else ""), data.get("email", ""), data["text"]])
    return allow(name="home.message_sent", who=sent, limit=1, window_seconds=A_FORM_LASTS, at=at)


def _receive(request: HttpRequest, form: MessageForm, *, at, about: Page | None) -> int:
    """Put a good message in the inbox.

    Returns:
        303 when it is in; else the status of the page that says why not.
    """
    if not form.is_valid():
        return 422
    if not _within_limit(request, at):
        form.add_error(None, TOO_MANY)
        return 429
    data = form.cleaned_data
    # Together: a message that could not be stored has not arrived, and may be sent again.
    with transaction.atomic():
        if _is_first(form, about, at):
            file_suggestion(
                kind=SuggestionKind(data["kind"]),
                text=data["text"],
                at=at,
                page=about,
                member=sender_of(request),
                name=data.get("name", ""),
                email=data.get("email", ""),
                institution=data["institution"],
            )
    return 303


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Receive the form of the page "doe mee"; reading the address leads back to that page."""
    page, at = _join_page(request), timezone.now()
    if request.method != "POST":
        return redirect(page.url if page and page.url else "/")
    form = MessageForm(request.POST, member=sender_of(request), at=at)
    status = _receive(request, form, at=at, about=None)
    if status == 303:
        return redirect("home:thanks")
    return render(request, "home/join.html", {"page": page, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request, page_id: int):
    """Show and receive the form about one page that the reader may open."""
    about, at = _about(request, page_id), timezone.now()
    if request.method == "POST":
        form = MessageForm(request.POST, member=sender_of(request), at=at, is_about_page=True)
        status = _receive(request, form, at=at, about=about)
        if status == 303:
            return redirect("home:thanks")
    else:
        form, status = MessageForm(member=sender_of(request), at=at, is_about_page=True), 200
    return render(request, "home/suggestion.html", {"about": about, "trail": [about], "form": form}, status=status)


@require_safe
def thanks(request):
    """Say that the message arrived, and what comes now."""
    return render(request, "home/thanks.html")
