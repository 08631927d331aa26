"""Someone to meet: members this viewer may see, who help with what the member seeks or work on the same themes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from network.members.profiles import ProfileView, profile_for
from network.models import Member
from portal.shared.audiences.rules import Viewer

# Looked at per way of matching; the best three are shown.
CANDIDATES = 30
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One person to meet, and why, as a whole sentence."""

    person: ProfileView
    reason: str


def people_to_meet(member: Member, viewer: Viewer, *, on: date) -> list[Match]:
    """Give three people at most, the best first: who helps with most of what the member seeks, then who shares themes.

    Parameters:
        member: For whom.
        viewer: The same person as viewer: nothing decides that their profile would hide from this viewer.
        on: Today.
    """
    seeks, themes = set(member.seeks.all()), set(member.themes.all())
    people = Member.objects.exclude(pk=member.pk)
    # Lists of their own instead of joins, so that people can be taken by name until there are enough.
    helping = Member.helps_with.through.objects.filter(helptopic__in=seeks).values("member")
    sharing = Member.themes.through.objects.filter(theme__in=themes).values("member")
    helpers = people.with_field_visible_to("helps_with", viewer, on=on).filter(pk__in=helping)
    sharers = people.with_field_visible_to("themes", viewer, on=on).filter(pk__in=sharing)
    profiles: dict[str, ProfileView] = {}
    for found in (helpers, sharers):
        for each in found.with_profile().order_by("sort_name", "pk")[:CANDIDATES]:
            profiles.setdefault(each.key, profile_for(viewer, each, on=on))
    ranked = sorted(
        profiles.values(),
        key=lambda person: (
            -len(seeks.intersection(person.helps_with)),
            -len(themes.intersection(person.themes)),
            person.sort_name,
        ),
    )
    return [Match(person, _reason(person, seeks, themes)) for person in ranked[:SHOWN]]


def _reason(person: ProfileView, seeks: set, themes: set) -> str:
    helps = [topic.name for topic in person.helps_with if topic in seeks]
    if helps:
        return _("Helps with %(topics)s, which you look for.") % {"topics": ", ".join(helps)}
    shared = [theme.name for theme in person.themes if theme in themes]
    return _("Works on %(themes)s, just like you.") % {"themes": ", ".join(shared)}
