"""How the people around a question are named, as far as the reader may know (DECISIONS 15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from network.members.models import Member
from network.members.profiles import profile_for
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True)
class Person:
    """The variables of components/person.html."""

    name: str
    initials: str = "?"
    url: str = ""
    bank: str = ""
    meta: str = ""


def people_by_id(ids: Iterable[int | None]) -> dict[int, Member]:
    """Fetch members with what a brief profile needs, in a fixed number of queries."""
    wanted = {pk for pk in ids if pk}
    return {member.pk: member for member in Member.objects.filter(pk__in=wanted).with_byline()} if wanted else {}


def person_for(viewer: Viewer, member: Member | None, *, on: date) -> Person:
    """Name someone the way their own profile allows.

    Parameters:
        viewer: Who reads.
        member: From `people_by_id`; None for an account that is gone.
        on: Today.
    """
    if member is None:
        return Person(_("former member"))
    profile = profile_for(viewer, member, on=on, is_brief=True)
    if not profile.is_visible:
        return Person(_("a member"))
    parts = [profile.title, *(str(school) for school in profile.institutions)]
    return Person(
        name=profile.name,
        initials=profile.initials,
        url=profile.url,
        bank=profile.bank,
        meta=" · ".join(part for part in parts if part),
    )


def nameless() -> Person:
    """Name the one who asked without a name; it says nothing about who or where they are."""
    return Person(_("Asked without a name"))
