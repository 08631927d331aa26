"""What a list shows of one text: the variables of components/card_story.html."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.shared.media.pictures import picture_of
from stories.texts.models import TextPage


@dataclass(frozen=True)
class Card:
    """One text in a list."""

    title: str
    url: str
    kind: str | Promise
    meta: str | Promise
    lead: str
    by: str
    picture: SafeString | str


def card_of(page: TextPage, *, school: str = "") -> Card:
    """Give the card of one text.

    Parameters:
        page: From a `for_cards()` queryset, with its address at hand.
        school: Name of the school to show; empty for none.
    """
    return Card(
        title=page.title,
        url=page.url or "",
        kind=page.kind_label,
        meta=page.card_meta(),
        lead=page.lead,
        by=school,
        # In a list the title says what it is about: the picture only decorates.
        picture=picture_of(page.picture, alt=""),
    )
