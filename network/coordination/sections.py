"""Whom to write to at a school, and what its coordinators put on its page."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.coordination.models import SchoolProfile
from network.members.models import Affiliation, Member
from network.members.profiles import profile_for
from portal.shared.audiences.rules import Viewer


class CoordinatorSection:
    """The picture, the links, the contact person and the coordinators, as far as this viewer may see those people."""

    title = _("Contact with this school")
    template = "network/sections/coordinator.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the visible people and what the page adds; None when there is nothing of it for this viewer."""
        today = timezone.localdate(at)
        page = SchoolProfile.objects.select_related("picture").filter(institution=institution_id).first()
        work = Affiliation.objects.coordinating(today).filter(institution=institution_id)
        coordinator_ids = set(work.values_list("member", flat=True))
        asked = coordinator_ids | ({page.contact_id} if page and page.contact_id else set())
        members = Member.objects.filter(pk__in=asked).with_field_visible_to("school", viewer, on=today)
        people = [
            {
                "profile": profile_for(viewer, member, on=today, is_brief=True),
                "is_coordinator": member.pk in coordinator_ids,
                "is_contact": page is not None and member.pk == page.contact_id,
            }
            for member in members.with_byline()
        ]
        is_mine = any(row["profile"].key == viewer.member_key and row["is_coordinator"] for row in people)
        if not people and page is None:
            return None
        return {"people": people, "page": page, "is_mine": is_mine}


COORDINATOR = CoordinatorSection()
