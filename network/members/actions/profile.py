"""Writes of what a member tells about herself, and to whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.errors import AudienceNotAllowed
from network.members.actions.entries import refresh_entries
from network.members.fields import PRESETS, PROFILE_FIELDS
from network.members.models import FieldAudience, Member, Portrait
from network.vocabulary.models import HelpTopic, Theme
from portal.shared.audiences.states import Audience
from portal.shared.consents.actions import note_consent, withdraw_consent
from portal.shared.keys import new_key
from search.index.pages import index_pages_naming

# Raise it when the words beside the audiences of the profile change.
PUBLIC_WORDING = "2026-11"


def name_member(*, member: Member, given_name: str, name_prefix: str = "", family_name: str = "") -> Member:
    """Set the parts of a name, and the text it sorts by.

    Parameters:
        member: Whose name.
        given_name: Voornaam, e.g. "Daan".
        name_prefix: Tussenvoegsel, e.g. "'t"; the member decides whether it is one ("El Khatib" may have none).
        family_name: Achternaam, e.g. "Hart".
    """
    with transaction.atomic():
        member.given_name = given_name.strip()
        member.name_prefix = name_prefix.strip()
        member.family_name = family_name.strip()
        member.refresh_sort_name()
        member.save(update_fields=["given_name", "name_prefix", "family_name", "sort_name"])
        refresh_entries(member=member)
        index_pages_naming(member.key)
    return member


def change_profile(
    *,
    member: Member,
    about: str,
    availability: str,
    seeks_note: str,
    themes: Iterable[Theme],
    helps_with: Iterable[HelpTopic],
    seeks: Iterable[HelpTopic],
) -> Member:
    """Replace what the profile tells, apart from the name and the audiences."""
    with transaction.atomic():
        member.about = about.strip()
        member.availability = availability.strip()
        member.seeks_note = seeks_note.strip()
        member.save(update_fields=["about", "availability", "seeks_note"])
        member.themes.set(themes)
        member.helps_with.set(helps_with)
        member.seeks.set(seeks)
        refresh_entries(member=member)
    return member


def set_portrait(*, member: Member, picture: bytes, alt: str, at: datetime) -> Portrait:
    """Give a member a portrait, or another one; the address of the old one answers nothing from then on.

    Parameters:
        member: Whose.
        picture: From `square_picture`: pixels and nothing else.
        alt: What it shows, for who can't see it.
        at: Now.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        portrait, _made = Portrait.objects.update_or_create(
            member=member, defaults={"key": new_key(), "content": picture, "alt": alt.strip(), "changed_at": at}
        )
    return portrait


def describe_portrait(*, member: Member, alt: str) -> None:
    """Say in words what someone's portrait shows; without a portrait this changes nothing."""
    with transaction.atomic():
        Portrait.objects.filter(member=member).update(alt=alt.strip())


def remove_portrait(*, member: Member) -> None:
    """Take a member's portrait away; nothing of it stays."""
    with transaction.atomic():
        Portrait.objects.filter(member=member).delete()


def choose_audiences(*, member: Member, audiences: Mapping[str, str], at: datetime | None = None) -> None:
    """Set who sees which field of the profile; a field that is not named keeps its audience.

    Parameters:
        member: Whose profile.
        audiences: Audience by field name. Only what differs from the default is stored, so that a later, safer
            default reaches everyone who made no choice. Opening a field to everyone is noted as consent.
        at: Now.

    Raises:
        AudienceNotAllowed: The field has no such choice, or there is no such field.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        for name, audience in audiences.items():
            spec = PROFILE_FIELDS.get(name)
            if spec is None or audience not in spec.allowed:
                raise AudienceNotAllowed
            if audience == spec.default:
                FieldAudience.objects.filter(member=member, field=name).delete()
            else:
                FieldAudience.objects.update_or_create(member=member, field=name, defaults={"audience": audience})
            _note_public(member, name, is_public=audience == Audience.EVERYONE, at=at or timezone.now())
        refresh_entries(member=member)


def _note_public(member: Member, name: str, *, is_public: bool, at: datetime) -> None:
    purpose = f"profile.{name}"
    if is_public:
        text = _("Everyone may see this of my profile: %(field)s") % {"field": PROFILE_FIELDS[name].label}
        note_consent(member_key=member.key, purpose=purpose, text=text, version=PUBLIC_WORDING, at=at)
    else:
        withdraw_consent(member_key=member.key, purpose=purpose, at=at)


def apply_visibility(*, member: Member, preset: str) -> None:
    """Set all audiences at once.

    Parameters:
        member: Whose profile.
        preset: "O" (open), "L" (members) or "M" (minimal); see `fields.PRESETS`.
    """
    choose_audiences(member=member, audiences=PRESETS[preset])
