"""The people and schools of the demo, made by the same actions as real ones."""

from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from home.demo.files import portrait, table
from network.institutions.actions import add_institution
from network.members.actions import (
    affiliate_member,
    apply_visibility,
    appoint_coordinator,
    change_profile,
    record_member,
    set_portrait,
)
from network.members.states import AffiliationState
from network.models import HelpTopic, Institution, Member, Role, Theme

EDITOR = "redacteur@bruggenbouwen.example"
MODERATOR = "moderator@bruggenbouwen.example"
PROGRAMME = "programma@bruggenbouwen.example"
# Address, first name, last name, group, may do everything.
STAFF = (
    (EDITOR, "Renske", "Redactie", "Redacteuren", False),
    (MODERATOR, "Mo", "Moderatie", "Eindredacteuren", False),
    (PROGRAMME, "Pim", "Programma", "Programmateam", True),
)


@dataclass
class Cast:
    """Who plays in the demo, by key."""

    members: dict[str, Member] = field(default_factory=dict)
    schools: dict[str, Institution] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def editor(self) -> Member:
        return self.members[EDITOR]

    @property
    def moderator(self) -> Member:
        return self.members[MODERATOR]

    def role_of(self, key: str) -> Role | None:
        """The role of a member's first affiliation."""
        place = self.members[key].affiliations.select_related("role").first()
        return place.role if place else None


def make_cast(at: datetime) -> Cast:
    """Make the schools, the members and the staff.

    Parameters:
        at: The moment of loading.
    """
    cast = Cast(
        themes={theme.slug: theme for theme in Theme.objects.all()},
        roles={role.slug: role for role in Role.objects.all()},
    )
    for row in table("schools"):
        cast.schools[row["slug"]] = add_institution(
            name=row["name"],
            slug=row["slug"],
            label=row["label"],
            city=row["city_fictional"],
            province=row["province"],
            kind=row["type"],
            size=row["size"],
            latitude=row["lat"],
            longitude=row["lon"],
            coach_title=row["coach_title_used"],
            profile=row["profile"],
            holiday_region=row["holiday_region"],
            staff_domains=[row["email_domain"]],
        )
    # Hashed once: every demo account has the same public password.
    password = make_password(settings.PORTAL_DEMO_PASSWORD)
    groups = {group.name: group for group in Group.objects.all()}
    for email, given_name, family_name, group, is_superuser in STAFF:
        cast.members[email] = _person(
            email, password, at, given_name=given_name, family_name=family_name, groups=[groups[group]]
        )
        Member.objects.filter(email=email).update(is_superuser=is_superuser, is_staff=is_superuser)
    for row in table("members"):
        cast.members[row["key"]] = _member(row, cast, password, at)
    return cast


def _person(email: str, password: str, at: datetime, *, given_name, family_name, name_prefix="", groups=()) -> Member:
    member = record_member(
        member=None,
        email=email,
        given_name=given_name,
        name_prefix=name_prefix,
        family_name=family_name,
        standing="member",
        groups=groups,
        at=at,
    )
    Member.objects.filter(pk=member.pk).update(password=password, is_demo=True)
    EmailAddress.objects.update_or_create(user=member, email=email, defaults={"verified": True, "primary": True})
    member.refresh_from_db()
    return member


def _member(row: dict, cast: Cast, password: str, at: datetime) -> Member:
    member = _person(
        row["email"],
        password,
        at,
        given_name=row["given_name"],
        name_prefix=row["name_prefix"],
        family_name=row["family_name"],
    )
    work = affiliate_member(
        member=member,
        institution=cast.schools[row["school"]],
        role=cast.roles[row["role"]],
        local_title=row["title"],
        state=AffiliationState.CONFIRMED,
    )
    if row.get("coordinates"):
        appoint_coordinator(affiliation=work)
    change_profile(
        member=member,
        about="",
        availability="",
        seeks_note=row["seeks"],
        themes=[cast.themes[slug] for slug in row["themes"]],
        helps_with=HelpTopic.objects.filter(name__in=row["helps_with"]),
        seeks=[],
    )
    set_portrait(member=member, picture=portrait(row["key"]), alt=f"Tekening van {member.name}", at=at)
    apply_visibility(member=member, preset=row["visibility"])
    return member
