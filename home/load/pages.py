"""Writes many pages at once, in the tree as Wagtail would have put them there."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.db.models import F
from wagtail.models import Page, Revision

from home.load.plan import Load
from portal.shared.pages.models import BasePage

AnyPage = TypeVar("AnyPage", bound=BasePage)
_BATCH = 500


def place_below(load: Load, parent: Page, pages: Sequence[AnyPage]) -> None:
    """Give new pages their places behind the children that a page has, with address, language and type.

    Parameters:
        load: The filling at hand.
        parent: As it is in the database now.
        pages: Unsaved, of one type, with title, slug and `first_published_at`.
    """
    last = parent.get_last_child()
    begin = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for step, page in enumerate(pages, start=begin + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, step)
        page.depth, page.numchild = parent.depth + 1, 0
        page.set_url_path(parent)
        page.locale_id, page.content_type = parent.locale_id, page.cached_content_type
        page.translation_key = load.uuid()
        page.draft_title = page.title
        page.has_unpublished_changes = not page.live
        page.last_published_at = page.first_published_at if page.live else None
        page.latest_revision_created_at = page.first_published_at


def add_pages(load: Load, part: str, parent: Page, pages: Sequence[AnyPage]) -> None:
    """Write new pages below a page, each batch whole: rows of the tree, rows of the type, number of children.

    Parameters:
        load: The filling at hand.
        part: What people read beside the progress.
        parent: Below which.
        pages: From `place_below`.
    """
    model = type(pages[0])
    for begin in range(0, len(pages), _BATCH):
        batch = pages[begin : begin + _BATCH]
        with transaction.atomic():
            rows = [_tree_row(page) for page in batch]
            Page.objects.bulk_create(rows)
            for page, row in zip(batch, rows, strict=True):
                page.pk = page.id = page.page_ptr_id = row.pk
            # Django has no public way to write many rows of a type that has its parent's rows already.
            model._base_manager.all()._batched_insert(batch, model._meta.local_concrete_fields, batch_size=None)
            Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(batch))
        load.report(part, begin + len(batch), len(pages))


def _tree_row(page: Page) -> Page:
    return Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})


def add_drafts(pages: Sequence[AnyPage]) -> None:
    """Give pages that were never published the version that their writers were at."""
    for begin in range(0, len(pages), _BATCH):
        batch = pages[begin : begin + _BATCH]
        with transaction.atomic():
            revisions = Revision.objects.bulk_create(_revision(page) for page in batch)
            rows = [Page(pk=int(row.object_id), latest_revision=row) for row in revisions]
            Page.objects.bulk_update(rows, ["latest_revision"], batch_size=200)


def _revision(page: AnyPage) -> Revision:
    created_at: datetime = page.latest_revision_created_at
    return Revision(
        content_type=page.content_type,
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        created_at=created_at,
        user_id=page.owner_id,
        object_str=page.title,
        content=page.serializable_data(),
    )


def ties(through: type[models.Model], own: str, other: str, chosen: Iterator[tuple[int, list[int]]]) -> Iterator:
    """Give the rows that tie pages to what was chosen for each, from (page, keys)."""
    return (through(**{own: page, other: key}) for page, keys in chosen for key in keys)
