"""Whose consent ends when, and where the picture or the quote stands (issue point 12: finding every use)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, get_page_models

from portal.shared.blocks.body import QuoteBlock
from portal.shared.blocks.walking import walk
from portal.shared.media.models import PortalImage
from portal.shared.pages.models import BasePage

# How a block with an end of consent is written down, in both databases.
AN_END = '"consent_until": "'


@dataclass(frozen=True)
class Use:
    """One page on which something stands."""

    page_id: int
    title: str
    is_live: bool


@dataclass(frozen=True)
class Consent:
    """One picture of people, or one quote, with the consent it rests on."""

    kind: str
    name: str
    ends_on: date | None
    note: str
    image_id: int | None
    uses: tuple[Use, ...]

    def use_titles(self) -> str:
        """Name the pages, for a download."""
        return ", ".join(use.title for use in self.uses)


def consents() -> list[Consent]:
    """Give every picture and quote that rests on consent, the earliest end first; those without an end last.

    Pictures count when they have an end date or show people; quotes when they have an end date. The number of
    queries depends on the number of page types only.
    """
    found = [*_pictures(), *_quotes()]
    return sorted(found, key=lambda row: (row.ends_on is None, row.ends_on or date.max, row.kind, row.name))


def _pictures() -> Iterator[Consent]:
    images = list(PortalImage.objects.filter(Q(consent_until__isnull=False) | Q(shows_people=True)).order_by("pk"))
    uses = _uses_of([image.pk for image in images])
    for image in images:
        yield Consent(
            kind=_("Picture"),
            name=image.title,
            ends_on=image.consent_until,
            note=image.consent_note,
            image_id=image.pk,
            uses=tuple(uses[image.pk]),
        )


def _uses_of(image_ids: Collection[int]) -> dict[int, list[Use]]:
    """Find the pages on which pictures stand, by Wagtail's index of references."""
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
    return uses


def _quotes() -> Iterator[Consent]:
    for model in get_page_models():
        streams = [field.name for field in model._meta.concrete_fields if isinstance(field, StreamField)]
        if not (streams and issubclass(model, BasePage)):
            continue
        for page in _with_an_end(model.objects.order_by("pk"), streams):
            for name in streams:
                yield from _quotes_on(page, getattr(page, name))


def _with_an_end(pages: QuerySet, streams: Collection[str]) -> QuerySet:
    """Keep the pages with a consent that ends, by the text that holds it: reading thousands of bodies takes seconds."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in streams}
    return pages.annotate(**texts).filter(reduce(or_, (Q(**{f"{name}__contains": AN_END}) for name in texts)))


def _quotes_on(page: Page, stream) -> Iterator[Consent]:
    for spot in walk(stream):
        if not isinstance(spot.block, QuoteBlock) or not spot.value.get("consent_until"):
            continue
        yield Consent(
            kind=_("Quote"),
            name=_("“%(quote)s” (%(name)s)") % {"quote": spot.value["text"], "name": spot.value["name"]},
            ends_on=parse_date(str(spot.value["consent_until"])),
            note=spot.value.get("consent_note") or "",
            image_id=None,
            uses=(_use(page),),
        )


def _use(page: Page) -> Use:
    return Use(page_id=page.pk, title=page.get_admin_display_title(), is_live=page.live)
