"""The fields of a profile, registered once: what each is for, and who may see it (DECISIONS 15).

Form, profile page, lists, search, export and erasure all read this one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.states import Audience

_ANY = (Audience.EVERYONE, Audience.MEMBERS, Audience.INSTITUTION, Audience.CONNECTIONS, Audience.ONLY_ME)
# A member can't hide name and school from other members: otherwise nobody knows with whom they share.
_AT_LEAST_MEMBERS = (Audience.EVERYONE, Audience.MEMBERS)


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One field of the profile.

    `columns` are the attributes of Member that hold it; the export gives them and the erasure empties them.
    """

    name: str
    label: Promise
    purpose: Promise
    default: Audience
    allowed: tuple[Audience, ...]
    columns: tuple[str, ...]

    @property
    def is_for_every_member(self) -> bool:
        """Whether no choice hides it from members: it is for everyone or for them (DECISIONS 15)."""
        return set(self.allowed) <= set(_AT_LEAST_MEMBERS)


_FIELDS = (
    ProfileField(
        name="name",
        label=_("Name"),
        purpose=_("So that colleagues know who you are and can recognise you at a meetup."),
        default=Audience.MEMBERS,
        allowed=_AT_LEAST_MEMBERS,
        columns=("given_name", "name_prefix", "family_name", "sort_name"),
    ),
    ProfileField(
        name="portrait",
        label=_("Portrait"),
        purpose=_("So that colleagues recognise you at a meetup. Without one, your initials are shown."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("portrait",),
    ),
    ProfileField(
        name="school",
        label=_("School"),
        purpose=_("So that colleagues find people at your school."),
        default=Audience.MEMBERS,
        allowed=_AT_LEAST_MEMBERS,
        columns=("affiliations",),
    ),
    ProfileField(
        name="title",
        label=_("Function or coach title"),
        purpose=_("So that colleagues know what you can help them with."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("affiliations",),
    ),
    ProfileField(
        name="themes",
        label=_("Themes"),
        purpose=_("So that we can show you to colleagues who work on the same themes."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("themes",),
    ),
    ProfileField(
        name="helps_with",
        label=_("I help with"),
        purpose=_("So that colleagues who look for help find you."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("helps_with",),
    ),
    ProfileField(
        name="seeks",
        label=_("I look for help with"),
        purpose=_("So that colleagues who can help find you."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("seeks", "seeks_note"),
    ),
    ProfileField(
        name="about",
        label=_("About me"),
        purpose=_("So that colleagues get an idea of you before they get in touch."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("about",),
    ),
    ProfileField(
        name="availability",
        label=_("Availability"),
        purpose=_("So that colleagues know when they can reach you."),
        default=Audience.MEMBERS,
        allowed=_ANY,
        columns=("availability",),
    ),
    ProfileField(
        name="history",
        label=_("Where you worked before"),
        purpose=_("So that colleagues who know you from an earlier school recognise you."),
        default=Audience.CONNECTIONS,
        allowed=_ANY,
        columns=("affiliations",),
    ),
    ProfileField(
        name="connections",
        label=_("Connections"),
        purpose=_("So that people you know find each other. A connection shows only where both of you allow it."),
        default=Audience.CONNECTIONS,
        allowed=_ANY,
        columns=("connections_as_first", "connections_as_second"),
    ),
    ProfileField(
        name="email",
        label=_("E-mail address"),
        purpose=_("To sign in, and for mail from the portal. Nobody else sees it."),
        default=Audience.ONLY_ME,
        allowed=(Audience.ONLY_ME,),
        columns=("email",),
    ),
)

PROFILE_FIELDS: Mapping[str, ProfileField] = {field.name: field for field in _FIELDS}

# What the member may choose an audience for.
CHOOSABLE_FIELDS = tuple(field for field in _FIELDS if len(field.allowed) > 1)

# The three ways of showing oneself: open, for members, minimal ("zicht" O, L and M of the demo).
PRESETS: Mapping[str, Mapping[str, Audience]] = {
    "O": {
        "name": Audience.EVERYONE,
        "school": Audience.EVERYONE,
        "title": Audience.EVERYONE,
        "themes": Audience.EVERYONE,
        "helps_with": Audience.EVERYONE,
        "seeks": Audience.MEMBERS,
        "about": Audience.MEMBERS,
        "portrait": Audience.MEMBERS,
        "availability": Audience.MEMBERS,
        "history": Audience.CONNECTIONS,
        "connections": Audience.CONNECTIONS,
    },
    "L": {field.name: field.default for field in CHOOSABLE_FIELDS},
    "M": {
        "name": Audience.MEMBERS,
        "school": Audience.MEMBERS,
        "title": Audience.ONLY_ME,
        "themes": Audience.ONLY_ME,
        "helps_with": Audience.ONLY_ME,
        "seeks": Audience.ONLY_ME,
        "about": Audience.ONLY_ME,
        "portrait": Audience.ONLY_ME,
        "availability": Audience.ONLY_ME,
        "history": Audience.ONLY_ME,
        "connections": Audience.ONLY_ME,
    },
}
