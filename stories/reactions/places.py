"""Where people react: the texts, by id, for who may see them."""

from wagtail.models import Page

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.querysets import BasePageQuerySet
from stories.reactions.models import Reaction
from stories.texts.models import TextPage


def find_text(*, page_id: int, viewer: Viewer) -> TextPage | None:
    """Give a text this viewer may see, with its address at hand; None for any other page, hidden or not there."""
    page = BasePageQuerySet(Page).visible_to(viewer).filter(pk=page_id).specific().first()
    return with_addresses([page])[0] if isinstance(page, TextPage) else None


def find_reaction(*, key: str, viewer: Viewer, is_leader: bool) -> Reaction | None:
    """Give a reaction this viewer may read, under a text that they may see."""
    rows = Reaction.objects.shown_to(member_key=viewer.member_key, is_leader=is_leader)
    reaction = rows.filter(key=key).select_related("page", "member").first()
    if reaction is None or find_text(page_id=reaction.page_id, viewer=viewer) is None:
        return None
    return reaction
