"""People beside a text or a meetup: bylines and whom to talk to, as far as the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from network.members.models import Member
from network.members.profiles import ProfileView, profile_for
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True)
class Byline:
    """One author: the name they consented to for this text, and a link for who may see the profile (DECISIONS 15)."""

    name: str
    url: str


@dataclass(frozen=True)
class PersonCard:
    """The variables of components/person.html."""

    name: str
    initials: str
    url: str
    bank: str
    meta: str
    portrait: str = ""


def person_card(profile: ProfileView) -> PersonCard:
    """Turn the visible part of a profile into a card."""
    parts = [profile.title, *(str(school) for school in profile.institutions)]
    return PersonCard(
        name=profile.name,
        initials=profile.initials,
        url=profile.url,
        bank=profile.bank,
        portrait=profile.portrait,
        meta=" · ".join(part for part in parts if part),
    )


def people_by_id(ids: Iterable[int | None]) -> dict[int, Member]:
    """Fetch members with what a brief profile needs, in a fixed number of queries."""
    wanted = {pk for pk in ids if pk}
    return {member.pk: member for member in Member.objects.filter(pk__in=wanted).with_byline()} if wanted else {}


def cards_for(viewer: Viewer, members: Iterable[Member | None], *, on: date) -> list[PersonCard]:
    """Give the cards of those members whom this viewer may see, each once, in the order given.

    Parameters:
        viewer: Who reads.
        members: From `people_by_id`; None is left out.
        on: Today.
    """
    profiles = (profile_for(viewer, member, on=on, is_brief=True) for member in dict.fromkeys(members) if member)
    return [person_card(profile) for profile in profiles if profile.is_visible]


def contact_cards(contact_id: int | None, viewer: Viewer) -> list[PersonCard]:
    """Give the card of whom to ask about a text, as far as this viewer may see that person."""
    people = people_by_id([contact_id])
    return cards_for(viewer, [people.get(contact_id)], on=timezone.localdate())


def byline(viewer: Viewer, *, member: Member | None, name: str, is_named: bool, on: date) -> Byline:
    """Give one author's byline.

    Parameters:
        viewer: Who reads.
        member: The author, or None for someone who is no member or whose account is gone.
        name: The typed name of someone who is no member.
        is_named: The author agreed that the name stands with this text.
        on: Today.
    """
    if not is_named:
        return Byline(_("a colleague"), "")
    if member is None:
        return Byline(name or _("a former member"), "")
    profile = profile_for(viewer, member, on=on, is_brief=True)
    return Byline(str(member), profile.url if profile.is_visible else "")
