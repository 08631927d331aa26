"""On a school's page, for who looks after it: the way to the calendars that the portal follows."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import Affiliation, Institution
from portal.shared.audiences.rules import Viewer


class CalendarsOfSchool:
    """A link for coordinators; for anyone else there is no such part."""

    title = _("The calendar of your school")
    template = "events/sections/followed_calendars.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the address, or None for who doesn't look after this school."""
        if viewer.member_key is None or not viewer.is_member:
            return None
        work = Affiliation.objects.filter(member__key=viewer.member_key, institution=institution_id)
        if not work.coordinating(timezone.localdate(at)).exists():
            return None
        slug = Institution.objects.filter(pk=institution_id).values_list("slug", flat=True).first()
        return {"url": reverse("followed_calendars:of_school", args=[slug])}


CALENDARS_OF_SCHOOL = CalendarsOfSchool()
