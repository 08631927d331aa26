"""Goes through the blocks of a text as they are stored, without fetching what they point to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.shared.blocks.checks import Link, Part, Picture, Target, read_rich_text


@dataclass(frozen=True)
class Spot:
    """One block in a text: its definition, its stored value, and what editors call the place."""

    block: blocks.Block
    value: Any
    where: str


def walk(stream: StreamValue) -> Iterator[Spot]:
    """Give every block of a stream, the outer ones before what they hold; a picture with its description is one."""
    for item in stream.raw_data:
        child = stream.stream_block.child_blocks.get(item["type"])
        if child is not None:
            yield from _walk(child, item["value"], str(child.label))


def _walk(block: blocks.Block, value: Any, where: str) -> Iterator[Spot]:
    yield Spot(block, value, where)
    if value is None or isinstance(block, ImageBlock):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _walk(child, value.get(name), f"{where} › {child.label}")
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            stored = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _walk(block.child_block, stored, where)
    elif isinstance(block, blocks.StreamBlock):
        for item in value:
            child = block.child_blocks.get(item["type"])
            if child is not None:
                yield from _walk(child, item["value"], f"{where} › {child.label}")


def parts_of(stream: StreamValue) -> Iterator[Part]:
    """Give the parts of a stream that can be checked."""
    for spot in walk(stream):
        part = _part(spot)
        if part is not None:
            yield part


def _part(spot: Spot) -> Part | None:
    block, value, where = spot.block, spot.value, spot.where
    if value in (None, ""):
        return None
    if isinstance(block, blocks.RichTextBlock):
        return read_rich_text(where, str(value))
    if isinstance(block, ImageBlock):
        picture = Picture(alt=value.get("alt_text") or "", is_decorative=bool(value.get("decorative")))
        return Part(where, pictures=(picture,)) if value.get("image") else None
    if isinstance(block, blocks.PageChooserBlock):
        return Part(where, links=(Link(Target.PAGE, str(value)),))
    if isinstance(block, DocumentChooserBlock):
        return Part(where, links=(Link(Target.DOCUMENT, str(value)),))
    if isinstance(block, blocks.URLBlock) or getattr(block, "holds_address", False):
        return Part(where, links=(Link(Target.ADDRESS, str(value)),))
    if isinstance(block, blocks.TextBlock):
        return Part(where, paragraphs=(str(value),))
    return None
