"""The stories and pilot reports of a school, on the school's page."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.texts.cards import card_of
from stories.texts.models import SchoolTextPage

SHOWN = 6


class TextsOfSchool:
    """The newest texts of one type in which a school took part; without any, how to write the first."""

    template = "stories/parts/school_texts.html"

    def __init__(self, *, title, model: type[SchoolTextPage], list_url: str):
        self.title, self.model, self.list_url = title, model, list_url

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the cards of the texts this viewer may read, newest first, under the own school or with others."""
        took_part = Q(institution=institution_id) | Q(
            pk__in=self.model.partners.through.objects.filter(institution_id=institution_id).values(
                f"{self.model._meta.model_name}_id"
            )
        )
        rows = self.model.objects.visible_to(viewer).filter(took_part).select_related("institution").for_cards()
        pages = with_addresses(rows.order_by("-first_published_at", "-pk")[:SHOWN])
        return {
            "cards": [card_of(page, school=str(page.institution or "")) for page in pages],
            "list_url": self.list_url,
        }


def stories_section(model: type[SchoolTextPage]) -> TextsOfSchool:
    """Give the section with a school's stories."""
    return TextsOfSchool(title=_("Stories of this school"), model=model, list_url="/verhalen/")


def pilots_section(model: type[SchoolTextPage]) -> TextsOfSchool:
    """Give the section with a school's pilots."""
    return TextsOfSchool(title=_("Pilots of this school"), model=model, list_url="/pilots/")
