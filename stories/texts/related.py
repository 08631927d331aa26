"""Other texts on the same themes."""

from django.db.models import Count, Q

from portal.shared.pages.addresses import with_addresses
from stories.texts.cards import Card, card_of
from stories.texts.models import SchoolTextPage
from stories.texts.querysets import TextQuerySet

SHOWN = 3


def related_cards(page: SchoolTextPage, visible: TextQuerySet) -> list[Card]:
    """Give at most three texts with the most themes in common, the newest first among equals.

    Parameters:
        page: The text that is read.
        visible: Texts of one type that the reader may see.
    """
    themes = [theme.pk for theme in page.themes.all()]
    if not themes:
        return []
    rows = (
        visible.exclude(pk=page.pk)
        .annotate(shared=Count("themes", filter=Q(themes__in=themes), distinct=True))
        .filter(shared__gt=0)
        .select_related("institution")
        .for_cards()
        .order_by("-shared", "-first_published_at", "-pk")[:SHOWN]
    )
    return [card_of(row, school=str(row.institution or "")) for row in with_addresses(rows)]
