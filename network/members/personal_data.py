"""What the network holds about a person: for the privacy page, the export and the erasure (DECISIONS 7, 16)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from network.members.actions import erase_member
from network.members.fields import PROFILE_FIELDS
from network.members.models import Affiliation, Connection, FieldAudience, Member, Portrait, portrait_of
from network.members.states import ConnectionState
from portal.shared.registries.crossings import ExportFile, PersonalData, PersonalField


class NetworkPersonalData(PersonalData):
    """The account and the profile. They are kept until the member leaves: nothing here grows old before that."""

    label = _("Your account and profile")
    fields = tuple(
        PersonalField(
            name=spec.name,
            label=spec.label,
            purpose=spec.purpose,
            kept_for=None,
            kept_until=_("until you change it or delete your account"),
        )
        for spec in PROFILE_FIELDS.values()
    )
    models: tuple[type[Model], ...] = (
        Member,
        Affiliation,
        FieldAudience,
        Connection,
        Portrait,
        EmailAddress,
        Authenticator,
        SocialAccount,
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the account, the profile, and who sees which field."""
        member = Member.objects.with_profile().filter(key=member_key).first()
        if member is None:
            return {}
        portrait = portrait_of(member)
        return {
            "name": {
                "given_name": member.given_name,
                "name_prefix": member.name_prefix,
                "family_name": member.family_name,
            },
            "email": member.email,
            "other_addresses": list(
                EmailAddress.objects.filter(user=member, primary=False).values_list("email", flat=True)
            ),
            "standing": member.standing,
            "joined_at": member.joined_at.isoformat(),
            "admitted_at": member.admitted_at.isoformat() if member.admitted_at else None,
            "last_login": member.last_login.isoformat() if member.last_login else None,
            "interface_language": member.interface_language,
            "about": member.about,
            "availability": member.availability,
            "portrait_alt": portrait.alt if portrait else "",
            "themes": [theme.name for theme in member.themes.all()],
            "helps_with": [topic.name for topic in member.helps_with.all()],
            "seeks": [topic.name for topic in member.seeks.all()],
            "seeks_note": member.seeks_note,
            "affiliations": [_affiliation(place) for place in member.affiliations.all()],
            "audiences": {row.field: row.audience for row in member.field_audiences.all()},
            "connections": [_connection(row, member) for row in Connection.objects.of(member).with_people()],
            "school_accounts": [
                {"known_as": row.uid, "told_by_the_school": row.extra_data}
                for row in SocialAccount.objects.filter(user=member)
            ],
            "groups": list(member.groups.values_list("name", flat=True)),
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give the portrait, when there is one."""
        portrait = Portrait.objects.filter(member__key=member_key).first()
        return () if portrait is None else (ExportFile(PurePosixPath("portret.webp"), bytes(portrait.content)),)

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Empty the account and the profile, and close the login."""
        return erase_member(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: these facts hold until the member leaves."""
        return 0


def _affiliation(place: Affiliation) -> dict[str, object]:
    return {
        "school": str(place.institution),
        "role": place.role.name if place.role else "",
        "local_title": place.local_title,
        "team": place.team,
        "starts_on": _day(place.starts_on),
        "ends_on": _day(place.ends_on),
        "state": place.state,
        "has_school_address": place.has_school_address,
        "is_coordinator": place.is_coordinator,
    }


def _connection(row: Connection, member: Member) -> dict[str, object]:
    return {
        # Whom one didn't get to know stays unnamed: the file goes with its owner, the other one's name doesn't.
        "with": str(row.other(member)) if row.state == ConnectionState.ACCEPTED else "",
        "asked_by_me": row.requested_by_id == member.pk,
        "state": row.state,
        "note": row.note if row.requested_by_id == member.pk else "",
        "requested_at": row.requested_at.isoformat(),
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


PERSONAL_DATA = NetworkPersonalData()
