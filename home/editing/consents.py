"""Whose consent ends when, and where the picture or the quote stands (issue point 12: finding every use)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, ReferenceIndex, Revision, get_page_models

from network.coordination.models import SchoolProfile
from portal.shared.blocks.body import QuoteBlock
from portal.shared.blocks.walking import walk
from portal.shared.media.models import PortalImage
from portal.shared.pages.models import BasePage

# How a block with an end of consent is written down, in both databases.
AN_END = '"consent_until": "'


@dataclass(frozen=True)
class Use:
    """One place on which something stands: `url` is where one mends it, or looks at it."""

    url: str
    title: str
    is_live: bool


@dataclass(frozen=True)
class Consent:
    """One picture of people, or one quote, with the consent it rests on; `url` is where one mends it."""

    kind: str
    name: str
    ends_on: date | None
    note: str
    url: str
    uses: tuple[Use, ...]

    def use_titles(self) -> str:
        """Name the pages, for a download."""
        return ", ".join(use.title for use in self.uses)


def consents() -> list[Consent]:
    """Give every picture and quote that rests on consent, the earliest end first; those without an end last.

    Pictures count when they have an end date or show people; quotes when they have an end date. What only stands in a
    version that is not online counts as well: it may be tomorrow. The number of queries depends on the number of page
    types only.
    """
    drafts = _drafts()
    found = [*_pictures(drafts), *_quotes(drafts)]
    return sorted(found, key=lambda row: (row.ends_on is None, row.ends_on or date.max, row.kind, row.name))


@dataclass(frozen=True)
class Draft:
    """The newest version of a page that is not what is online; `content` as Wagtail stores it."""

    page: Page
    content: Mapping[str, object]

    @property
    def use(self) -> Use:
        """The page, as one on which this is not online."""
        return Use(url=_edit_url(self.page), title=self.page.get_admin_display_title(), is_live=False)

    def streams(self) -> Iterator:
        """Give what stands in its blocks."""
        for field in self.page.specific_class._meta.concrete_fields:
            if isinstance(field, StreamField) and self.content.get(field.name):
                yield field.to_python(self.content[field.name])

    def image_ids(self) -> set[int]:
        """Give the pictures in it, in its blocks and beside them."""
        fields = self.page.specific_class._meta.concrete_fields
        ids = {self.content.get(field.name) for field in fields if field.related_model is PortalImage}
        for stream in self.streams():
            ids |= {(spot.value or {}).get("image") for spot in walk(stream) if isinstance(spot.block, ImageBlock)}
        return {int(str(pk)) for pk in ids if pk}


def _drafts() -> list[Draft]:
    found = Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    pages = {page.latest_revision_id: page for page in found if issubclass(page.specific_class or Page, BasePage)}
    revisions = Revision.objects.filter(pk__in=pages).order_by("pk").values_list("pk", "content")
    return [Draft(pages[pk], content) for pk, content in revisions]


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _pictures(drafts: Collection[Draft]) -> Iterator[Consent]:
    images = list(PortalImage.objects.filter(Q(consent_until__isnull=False) | Q(shows_people=True)).order_by("pk"))
    uses = _uses_of([image.pk for image in images], drafts)
    for image in images:
        yield Consent(
            kind=_("Picture"),
            name=image.title,
            ends_on=image.consent_until,
            note=image.consent_note,
            url=reverse("wagtailimages:edit", args=[image.pk]),
            uses=tuple(uses[image.pk]),
        )


def _uses_of(image_ids: Collection[int], drafts: Collection[Draft]) -> dict[int, list[Use]]:
    """Find the pages on which pictures stand, by Wagtail's index of references; drafts and schools are not in that."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PortalImage),
        to_object_id__in=[str(pk) for pk in image_ids],
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    pairs = {(int(image), int(page)) for image, page in references.values_list("to_object_id", "object_id")}
    pages = Page.objects.in_bulk({page for _image, page in pairs})
    uses: dict[int, list[Use]] = defaultdict(list)
    for image, page in sorted(pairs):
        if page in pages:
            uses[image].append(_use(pages[page]))
    for draft in drafts:
        for image in sorted(draft.image_ids()):
            if (image, draft.page.pk) not in pairs:
                uses[image].append(draft.use)
    for school in SchoolProfile.objects.filter(picture__in=image_ids).select_related("institution").order_by("pk"):
        place = school.institution
        uses[school.picture_id].append(Use(url=place.get_absolute_url(), title=str(place), is_live=True))
    return uses


def _quotes(drafts: Collection[Draft]) -> Iterator[Consent]:
    known = set()
    for quote in _stored_quotes():
        known.add((quote.url, quote.name, quote.ends_on))
        yield quote
    for draft in drafts:
        for stream in draft.streams():
            for quote in _quotes_on(draft.use, stream):
                if (quote.url, quote.name, quote.ends_on) not in known:
                    yield quote


def _stored_quotes() -> Iterator[Consent]:
    for model in get_page_models():
        streams = [field.name for field in model._meta.concrete_fields if isinstance(field, StreamField)]
        if not (streams and issubclass(model, BasePage)):
            continue
        for page in _with_an_end(model.objects.order_by("pk"), streams):
            for name in streams:
                yield from _quotes_on(_use(page), getattr(page, name))


def _with_an_end(pages: QuerySet, streams: Collection[str]) -> QuerySet:
    """Keep the pages with a consent that ends, by the text that holds it: reading thousands of bodies takes seconds."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in streams}
    return pages.annotate(**texts).filter(reduce(or_, (Q(**{f"{name}__contains": AN_END}) for name in texts)))


def _quotes_on(use: Use, stream) -> Iterator[Consent]:
    for spot in walk(stream):
        if not isinstance(spot.block, QuoteBlock) or not spot.value.get("consent_until"):
            continue
        yield Consent(
            kind=_("Quote"),
            name=_("“%(quote)s” (%(name)s)") % {"quote": spot.value["text"], "name": spot.value["name"]},
            ends_on=parse_date(str(spot.value["consent_until"])),
            note=spot.value.get("consent_note") or "",
            url=use.url,
            uses=(use,),
        )


def _use(page: Page) -> Use:
    return Use(url=_edit_url(page), title=page.get_admin_display_title(), is_live=page.live)
