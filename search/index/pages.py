"""Wagtail pages as searchable objects: one bridge for every page type, fed by the listeners of portal.shared."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from portal.shared.audiences.rules import EVERYONE_SLICE, MEMBERS_SLICE, Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.listeners import listen
from portal.shared.pages.models import BasePage
from portal.shared.pages.querysets import BasePageQuerySet
from search.index.actions import forget_objects, index_objects
from search.index.drafts import EntryDraft
from search.index.models import EntryFacet, FacetName
from search.index.registry import Searchable, register

# What a page type hands over: the entry of one page, for the one slice that may read it, and with what was read for it.
Draft = Callable[..., EntryDraft]
ReadForMany = Callable[[Collection[Any]], Mapping[int, Any]]

# Stands for all members: pages are for everyone, for members, or in no list at all.
ANY_MEMBER = Viewer(member_key="any", is_member=True)

# The type of each kind, with the relations that its entries read.
_kinds: dict[str, tuple[type[BasePage], tuple[str, ...]]] = {}
_AT_ONCE = 100


def slices_of_pages(pages: Collection[BasePage]) -> dict[int, str]:
    """Give the widest audience that may open each of these pages right now, in two queries at most.

    What has no entry is left out (DECISIONS 11).
    """
    keys = {str(page.pk) for page in pages}
    everyone = visible_pages(keys, Viewer.anonymous())
    rest = keys - everyone
    members = visible_pages(rest, ANY_MEMBER) if rest else set()
    return {int(key): EVERYONE_SLICE for key in everyone} | {int(key): MEMBERS_SLICE for key in members}


def visible_pages(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Give those of the pages, of any type, that the viewer may open; one query for all kinds of pages together."""
    ids = [int(key) for key in keys if key.isdecimal()]
    visible = BasePageQuerySet(Page).visible_to(viewer).filter(pk__in=ids)
    return {str(pk) for pk in visible.order_by().values_list("pk", flat=True)}


def register_pages(
    kind: str,
    model: type[BasePage],
    draft: Draft,
    *,
    label: Any,
    label_plural: Any,
    prefetch: Iterable[str] = (),
    read: ReadForMany | None = None,
    is_related: bool = True,
    shows_related: bool = True,
) -> None:
    """Make a page type findable, and keep its entries up with every way a page changes.

    Parameters:
        kind: Short Dutch name in addresses, e.g. "verhaal".
        model: The page type.
        draft: Gives the entry of one live page for the slice named.
        label: What people call one of them.
        label_plural: What people call several.
        prefetch: Relations that `draft` reads.
        read: Gives for many pages at once, by primary key, what `draft` needs besides the page, as its third argument.
        is_related, shows_related: As in `Searchable`.
    """

    def entries_for_all(pages: Collection[BasePage]) -> list[list[EntryDraft]]:
        slices = slices_of_pages(with_addresses(pages))
        if read is None:
            return [[draft(page, slices[page.pk])] if page.pk in slices else [] for page in pages]
        known = read([page for page in pages if page.pk in slices])
        return [[draft(page, slices[page.pk], known[page.pk])] if page.pk in slices else [] for page in pages]

    def entries_for(page: BasePage) -> list[EntryDraft]:
        return entries_for_all([page])[0]

    def all_pages() -> Iterable[BasePage]:
        return model.objects.live().prefetch_related(*prefetch)

    _kinds[kind] = (model, tuple(prefetch))
    register(
        Searchable(
            kind=kind,
            label=label,
            label_plural=label_plural,
            key_of=lambda page: str(page.pk),
            entries_for=entries_for,
            entries_for_all=entries_for_all,
            all_objects=all_pages,
            visible_keys=visible_pages,
            is_related=is_related,
            shows_related=shows_related,
        )
    )
    listen(index_pages)


# Some of Wagtail's signals come outside any transaction; within one there is nothing to add.
@transaction.atomic(savepoint=False)
def index_pages(page_ids: Iterable[int]) -> None:
    """Write the entries of changed pages anew, and take out those of pages that are gone or closed.

    Called inside the transaction of the change where there is one; reads each page again, because the caller's may hold
    old lists. The rows of the pages are held first: a restriction and a publication at the same moment wait for each
    other, so that the later one sees what the earlier one did.
    """
    ids = set(page_ids)
    list(Page.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk", flat=True))
    # Whoever sees most in general; what she may not open has no entry, and a large closed branch goes at once.
    open_ids = {int(key) for key in visible_pages([str(pk) for pk in ids], ANY_MEMBER)}
    types = set(Page.objects.filter(pk__in=open_ids).order_by().values_list("content_type", flat=True))
    kept = set()
    for kind, (model, prefetch) in _kinds.items():
        if ContentType.objects.get_for_model(model).pk in types:
            pages = list(model.objects.filter(pk__in=open_ids).order_by("pk").prefetch_related(*prefetch))
            for start in range(0, len(pages), _AT_ONCE):
                index_objects(kind, pages[start : start + _AT_ONCE])
            kept |= {page.pk for page in pages}
    # A page that is being deleted has lost its own row by now, and still has that of all pages.
    forget_objects(kinds=list(_kinds), keys=[str(pk) for pk in sorted(ids - kept)])


def index_pages_naming(person_key: str) -> None:
    """Write the entries of the pages that name a member anew, in the transaction that renames or erases the person."""
    facets = EntryFacet.objects.filter(name=FacetName.PERSON, value=person_key, entry__kind__in=list(_kinds))
    keys = facets.values_list("entry__object_key", flat=True)
    index_pages(sorted({int(key) for key in keys}))
