"""The coming meetups at a school, on the school's page."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.agenda.items import items_of, with_dates
from events.agenda.reads import coming_meetups
from portal.shared.audiences.rules import Viewer

SHOWN = 5


class MeetupsOfSchool:
    """The next meetups at a school; without any, where all of them are."""

    title = _("Meetups at this school")
    template = "events/sections/meetups.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give what this viewer finds in the agenda, the next one first."""
        here = Q(institution=institution_id) | Q(institution__merged_into=institution_id)
        rows = coming_meetups(viewer, at=at).filter(here).order_by("next_at", "pk")
        return {"items": items_of(with_dates(rows[:SHOWN]), at=at), "list_url": "/agenda/"}


MEETUPS_OF_SCHOOL = MeetupsOfSchool()
