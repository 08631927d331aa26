"""The people of a school, on the school's page."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.institutions.models import Institution
from network.members.models import Member
from network.members.profiles import profile_for
from portal.shared.audiences.rules import Viewer


class PeopleSection:
    """Who works at a school, as far as this viewer may know; without anyone, what to do now."""

    title = gettext_lazy("Who works here?")
    template = "network/sections/people.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the visible part of each visible person, by name, and the empty state."""
        today = timezone.localdate(at)
        members = Member.objects.working_at(institution_id, viewer, on=today)
        people = [profile_for(viewer, member, on=today) for member in members]
        return {"people": people, "empty": None if people else _no_people(institution_id, is_member=viewer.is_member)}


def _no_people(institution_id: int, *, is_member: bool) -> dict:
    """Say why nobody is shown, and what to do; it reads the same whether or not there are hidden people."""
    if is_member:
        return {
            "title": _("Nobody of this school is here yet"),
            "text": _("Do you know someone there? Tell them about the portal."),
            "actions": [],
        }
    back = urlencode({"next": Institution.objects.get(pk=institution_id).get_absolute_url()})
    return {
        "title": _("Members see each other here"),
        "text": _("Who works here is for members. Do you work at a school? Then sign in or make an account."),
        "actions": [
            {"url": f"{reverse('account_login')}?{back}", "text": _("Sign in")},
            {"url": reverse("account_signup"), "text": _("Make an account")},
        ],
    }


PEOPLE = PeopleSection()
