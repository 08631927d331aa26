"""Locks on what decisions about reactions read (DECISIONS 3)."""

from wagtail.models import Page

from stories.reactions.errors import ReactionGone
from stories.reactions.models import Reaction


def lock_page(page_id: int) -> None:
    """Hold the text, so that closing its conversation and reacting under it happen one after the other."""
    Page.objects.select_for_update(of=("self",)).filter(pk=page_id).order_by("pk").values_list("pk", flat=True).first()


def lock_reaction(reaction: Reaction) -> Reaction:
    """Give the reaction as it stands now, held until the end of the transaction.

    Raises:
        ReactionGone: The row is deleted.
    """
    rows = Reaction.objects.select_for_update(of=("self",)).select_related("page", "member")
    locked = rows.filter(pk=reaction.pk).first()
    if locked is None:
        raise ReactionGone
    return locked
