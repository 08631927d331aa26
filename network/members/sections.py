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

# Beyond these the list of members shows the rest, by pages: a large school has thousands.
SHOWN = 24


class PeopleSection:
    """Who works at a school, as far as this viewer may know; without anyone, what to do now."""

    title = gettext_lazy("Who works here?")
    template = "network/sections/people.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the visible part of the first visible people, by name, the way to the others, and the empty state."""
        today = timezone.localdate(at)
        members = list(Member.objects.working_at(institution_id, viewer, on=today)[: SHOWN + 1])
        return {
            "people": [profile_for(viewer, member, on=today) for member in members[:SHOWN]],
            "all_url": _list_of(institution_id) if len(members) > SHOWN else "",
            "empty": None if members else _no_people(institution_id, is_member=viewer.is_member),
        }


def _list_of(institution_id: int) -> str:
    """Give the address of the list of members with the people of this school."""
    slug = Institution.objects.values_list("slug", flat=True).get(pk=institution_id)
    return f"{reverse('directory:list')}?{urlencode({'school': slug})}"


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
