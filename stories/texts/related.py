"""Other texts on the same themes."""

from django.db.models import Count, Q

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.sharing import shared_of
from stories.texts.cards import Card, card_of
from stories.texts.models import SchoolTextPage

SHOWN = 3


def related_cards(page: SchoolTextPage, viewer: Viewer) -> list[Card]:
    """Give at most three texts of the same type with the most themes in common, the newest first among equals.

    Parameters:
        page: The text that is read.
        viewer: Who reads.
    """
    return shared_of(page, "related", viewer, lambda viewer: _related(page, viewer))


def _related(page: SchoolTextPage, viewer: Viewer) -> list[Card]:
    themes = [theme.pk for theme in page.themes.all()]
    if not themes:
        return []
    rows = (
        type(page)
        .objects.visible_to(viewer)
        .exclude(pk=page.pk)
        .annotate(shared=Count("themes", filter=Q(themes__in=themes), distinct=True))
        .filter(shared__gt=0)
        .select_related("institution")
        .for_cards()
        .order_by("-shared", "-first_published_at", "-pk")[:SHOWN]
    )
    return [card_of(row, school=str(row.institution or "")) for row in with_addresses(rows)]
