"""Hostile words in every column of text that people fill, as if each form had let them through."""

import json
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import DatabaseError, models, transaction
from draftjs_exporter.constants import BLOCK_TYPES
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

APPS = {"home", "stories", "events", "network", "search", "shared", "wagtailcore", "wagtailredirects", "taggit"}
# What machines write, what is a word for machines, and what a reader needs to get in.
LEFT_OUT_MODELS = {
    "OutboxMail",
    "Locale",
    "Site",
    "Revision",
    "Entry",
    "EntryTerm",
    "EntryText",
    "EntryFacet",
    "EntryVector",
    "FacetLabel",
    "Rebuild",
    "PortalRendition",
    "ExchangeChain",
    "Follow",
    "Word",
    "EngineTask",
    "EngineState",
    "SecretLink",
    "JobRun",
    "RateCount",
    "ReferenceIndex",
    "DataExport",
    "Erasure",
    "PushSubscription",
    "SchoolHoliday",
    "MailRefusal",
}
LEFT_OUT = {"password", "slug", "path", "url_path", "query", "key", "token", "address_key", "purpose", "email", "hash"}
LEFT_OUT |= {
    "cohort_hash",
    "content_hash",
    "object_id",
    "action",
    "uuid",
    "language",
    "timezone",
    "endpoint",
    "auth",
    "p256dh",
}
# Shorter ones are keys, states and codes.
SHORTEST = 60
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]

Words = Callable[[int, int], str]


def rich(text: str) -> str:
    """Give what the editor's rich text makes of typed words, and of a link that leads to script."""
    state = {
        "blocks": [
            {
                "key": "a",
                "type": BLOCK_TYPES.UNSTYLED,
                "depth": 0,
                "text": text,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 1}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": f"javascript:{text}"}}},
    }
    return ContentstateConverter(features=FEATURES).to_database_format(json.dumps(state))


def columns() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """Give the models of ours and of Wagtail's pages with their columns of free text."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and model.__name__ not in LEFT_OUT_MODELS and not model._meta.proxy:
            found = [column for column in model._meta.local_concrete_fields if _is_free(column)]
            if found:
                yield model, found


def _is_free(column: models.Field) -> bool:
    if column.primary_key or column.name in LEFT_OUT or column.choices:
        return False
    if isinstance(column, (models.SlugField, models.EmailField, models.URLField, models.FileField)):
        return False
    if isinstance(column, (StreamField, RichTextField, models.TextField)):
        return True
    return isinstance(column, models.CharField) and (column.max_length or SHORTEST) >= SHORTEST


def fill(words: Words) -> dict[str, int]:
    """Write hostile words everywhere.

    Parameters:
        words: Gives the words for a place: its number, and how long they may be.

    Returns:
        Per column, how many rows hold them now. A row that its constraints defend stays as it was.
    """
    filled: dict[str, int] = {}
    place = 0
    for model, found in columns():
        for row in model._base_manager.order_by("pk"):
            for column in found:
                place += 1
                value = _value(row, column, words, place)
                if value is None:
                    continue
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=row.pk).update(**{column.attname: value})
                except (DatabaseError, ValueError):
                    continue
                name = f"{model.__name__}.{column.name}"
                filled[name] = filled.get(name, 0) + 1
    for page in Page.objects.filter(depth__gt=1).specific():
        # The editor opens the latest revision.
        page.save_revision(clean=False)
    return filled


def _value(row: models.Model, column: models.Field, words: Words, place: int):
    if isinstance(column, StreamField):
        stream = getattr(row, column.attname)
        raw = [_filled(child, column.stream_block, words, place + n) for n, child in enumerate(stream.raw_data)]
        return json.dumps(raw) if raw else None
    longest = min(column.max_length or 1500, 1500)
    if isinstance(column, RichTextField):
        return rich(words(place, longest))
    # What nobody filled in stays empty: it decides what a page shows.
    return words(place, longest) if getattr(row, column.attname) else None


def _filled(child: dict, stream: blocks.StreamBlock, words: Words, place: int) -> dict:
    block = stream.child_blocks.get(child["type"])
    return {**child, "value": _block_value(child["value"], block, words, place)}


def _block_value(value, block, words: Words, place: int):
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        return {
            name: _block_value(each, block.child_blocks.get(name), words, place + n)
            for n, (name, each) in enumerate(value.items())
        }
    if isinstance(block, blocks.ListBlock) and isinstance(value, list):
        return [
            {**each, "value": _block_value(each["value"], block.child_block, words, place + n)}
            if isinstance(each, dict) and "value" in each
            else _block_value(each, block.child_block, words, place + n)
            for n, each in enumerate(value)
        ]
    if isinstance(block, blocks.StreamBlock) and isinstance(value, list):
        return [_filled(each, block, words, place + n) for n, each in enumerate(value)]
    if isinstance(block, blocks.RichTextBlock):
        return rich(words(place, 1500))
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        return words(place, 200)
    return value
