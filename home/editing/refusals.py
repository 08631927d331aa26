"""Turns a refusal to publish into a sentence on the form, with the text saved (DECISIONS 9)."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from portal.shared.pages.errors import PublishingRefused
from portal.shared.pages.models import REFUSALS, BasePage


def refusal_for(page: Page, user) -> PublishingRefused | None:
    """Give why this person may not publish the latest revision of this page now, or None."""
    if not isinstance(page, BasePage):
        return None
    refusal = REFUSALS.get(page.four_eyes(user))
    return refusal() if refusal else None


def back_to_form(request: HttpRequest, page_id: int, refusal: PublishingRefused) -> HttpResponseRedirect:
    """Say why, and go back to the form, where everything typed still stands."""
    messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page_id]))


def before_publish(request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """Stop publishing from the form; the revision was saved just before (hook before_publish_page)."""
    refusal = refusal_for(page.specific, request.user)
    return back_to_form(request, page.pk, refusal) if refusal else None


def before_bulk_publish(request: HttpRequest, objects: Iterable[Page]) -> HttpResponseRedirect | None:
    """Stop publishing from a list as a whole when one of the pages is refused, and say which."""
    for page in objects:
        refusal = refusal_for(page.specific, request.user)
        if refusal:
            messages.error(request, f"{page.get_admin_display_title()}: {refusal}")
            return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None


def is_held(page: Page) -> bool:
    """Whether something that keeps its page hangs on this page or on one below it: reactions, evidence, a meetup."""
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for each in page.get_descendants(inclusive=True).specific():
            collector.collect([each])
    except ProtectedError:
        return True
    return False


def before_delete(request: HttpRequest, pages: Iterable[Page]) -> HttpResponseRedirect | None:
    """Stop the deletion of pages that members' work hangs on; nobody reads them any more once they are offline."""
    for page in pages:
        if is_held(page):
            messages.error(
                request,
                _(
                    "“%(title)s” stays, because the work of members hangs on it or on a page below it. "
                    "Take it offline instead: then nobody sees it any more."
                )
                % {"title": page.get_admin_display_title()},
            )
            return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None


def before_copy(request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """Stop a copy that would be online at once, past everyone's eyes, under a title nobody read."""
    page = page.specific
    is_online_at_once = request.method == "POST" and request.POST.get("publish_copies")
    if not (is_online_at_once and isinstance(page, BasePage)):
        return None
    messages.error(request, _("A copy starts as a draft. Take away the tick at “publish”, and submit the copy."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:copy", args=[page.pk]))


def without_publish(items: list[ActionMenuItem], *, page: Page | None, page_type: type[Page], user) -> None:
    """Take the publish button out of the menu where pressing it could only be refused.

    Parameters:
        items: The menu; changed in place, as Wagtail's hook asks.
        page: None for a page that is being made: who makes it, wrote it.
        page_type: Of the page that is being made.
        user: Who looks.
    """
    if page is None:
        is_refused = issubclass(page_type, BasePage) and page_type.needs_four_eyes
    else:
        is_refused = refusal_for(page, user) is not None
    if is_refused:
        items[:] = [item for item in items if item.name != "action-publish"]


def approve_first(items: list[ActionMenuItem]) -> None:
    """Make approving the button itself, for who may approve.

    Wagtail offers "save draft" there; a moderator who presses it wrote a revision, and may not approve any more.
    """
    items.sort(key=lambda item: not (item.name == "approve" and not getattr(item, "launch_modal", False)))
