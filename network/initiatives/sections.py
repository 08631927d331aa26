"""What a school does together with others, on the school's page."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.initiatives.models import Initiative
from portal.shared.audiences.rules import Viewer

SHOWN = 6


class InitiativesOfSchool:
    """The initiatives that a school leads or takes part in; without any, where to find one to join."""

    title = _("What this school does with others")
    template = "network/sections/initiatives.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give what this viewer may see, what still runs first."""
        rows = Initiative.objects.visible_to(viewer).published().with_school(institution_id).for_list()
        return {"initiatives": list(rows[:SHOWN])}


INITIATIVES_OF_SCHOOL = InitiativesOfSchool()
