"""Chainable reads of published texts."""

from portal.shared.pages.querysets import BasePageManager, BasePageQuerySet


class TextQuerySet(BasePageQuerySet):
    """Texts by what a list needs of them."""

    def for_cards(self):
        """Load what a card shows, in a fixed number of queries: the picture with its sizes, without the long body."""
        return self.defer_streamfields().select_related("picture").prefetch_related("picture__renditions")


TextManager = BasePageManager.from_queryset(TextQuerySet)
