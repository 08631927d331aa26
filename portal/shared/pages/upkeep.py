"""Wagtail's signals that change what readers see without publish(): moves, deletes, slugs, restrictions.

Index upkeep only; no domain work (STYLE 3.4). A restriction has no signal of its own: it closes on `post_save`,
before its groups are stored, together with everything below the page (DECISIONS 10).
"""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from portal.shared.pages.listeners import pages_changed
from portal.shared.pages.querysets import in_step_with


def _with_descendants(page: Page) -> list[int]:
    """Give the ids of a branch, and of the branches kept in step with its top: these close and open together."""
    tops = Page.objects.filter(pk__in=in_step_with(page))
    below = Page.objects.none()
    for top in tops:
        below |= Page.objects.descendant_of(top, inclusive=True)
    return list(below.values_list("pk", flat=True))


def _branch_changed(page: Page) -> None:
    with transaction.atomic():
        pages_changed(_with_descendants(page))


def on_restriction_changed(sender, instance, **_kwargs) -> None:
    """Close or open a branch as soon as its restriction changes."""
    _branch_changed(instance.page)


def on_page_moved(sender, instance, **_kwargs) -> None:
    """A moved branch has new addresses and perhaps new restrictions."""
    _branch_changed(instance)


def on_page_unpublished(sender, instance, **_kwargs) -> None:
    """A page that goes offline leaves every list, also where Wagtail does it to a bare page, past our `unpublish()`:
    pages in step with another one, and those past their day.
    """
    with transaction.atomic():
        pages_changed([instance.pk])


def on_slug_changed(sender, instance, **_kwargs) -> None:
    """A new slug gives the whole branch new addresses."""
    _branch_changed(instance)


def on_page_deleted(sender, instance, **_kwargs) -> None:
    """A deleted page leaves every list at once."""
    if isinstance(instance, Page):
        with transaction.atomic():
            pages_changed([instance.pk])


def connect() -> None:
    """Connect the upkeep; called once, when the apps are ready."""
    post_save.connect(on_restriction_changed, sender=PageViewRestriction, dispatch_uid="portal-restriction-saved")
    post_delete.connect(on_restriction_changed, sender=PageViewRestriction, dispatch_uid="portal-restriction-deleted")
    m2m_changed.connect(
        on_restriction_changed, sender=PageViewRestriction.groups.through, dispatch_uid="portal-restriction-groups"
    )
    post_page_move.connect(on_page_moved, dispatch_uid="portal-page-moved")
    page_unpublished.connect(on_page_unpublished, dispatch_uid="portal-page-unpublished")
    page_slug_changed.connect(on_slug_changed, dispatch_uid="portal-page-slug")
    post_delete.connect(on_page_deleted, dispatch_uid="portal-page-deleted")
