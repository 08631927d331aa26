"""Renders the blocks of a text: once per version for all readers, unless a block shows each reader something else."""

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks.stream_block import StreamValue

from portal.shared.audiences.rules import Viewer
from portal.shared.blocks.walking import walk
from portal.shared.pages.sharing import shared_of
from stories.texts.models import TextPage


def body_of(page: TextPage, field: str, viewer: Viewer) -> SafeString:
    """Give the HTML of the blocks in one field.

    Parameters:
        page: The text that is shown.
        field: Name of its StreamField.
        viewer: Who reads; blocks find it in their context as `viewer`, and the request isn't there.
    """

    def render(viewer: Viewer) -> SafeString:
        context = {"page": page, "viewer": viewer}
        # Each block escapes its own text.
        return mark_safe("".join(block.render_as_block(dict(context)) for block in getattr(page, field)))

    def differs(_viewer: Viewer) -> bool:
        return _differs_per_reader(getattr(page, field))

    if shared_of(page, f"{field}-differs", viewer, differs):
        return render(viewer)
    return shared_of(page, f"{field}-html", viewer, render)


def _differs_per_reader(stream: StreamValue) -> bool:
    return any(getattr(spot.block, "differs_per_reader", False) for spot in walk(stream))
