"""Writes about logins."""

from allauth.account.models import EmailAddress
from django.db import transaction

from network.errors import AddressTaken
from network.members.actions.entries import refresh_entries
from network.members.models import Member


def change_address(*, member: Member, email: str) -> Member:
    """Give a member another address to sign in with, on an operator's word; its owner verifies it at the next sign-in.

    Parameters:
        member: Whose address.
        email: Any case; stored in lower case. The old one stays as a second address.

    Raises:
        AddressTaken: Someone else has it, as first or second address.
    """
    email = email.strip().lower()
    with transaction.atomic():
        taken_first = Member.objects.exclude(pk=member.pk).filter(email=email).exists()
        taken_second = EmailAddress.objects.exclude(user=member).filter(email=email).exists()
        if taken_first or taken_second:
            raise AddressTaken
        member.email = email
        member.save(update_fields=["email"])
        EmailAddress.objects.filter(user=member, primary=True).exclude(email=email).update(primary=False)
        EmailAddress.objects.update_or_create(user=member, email=email, defaults={"primary": True})
    return member


def choose_language(*, member: Member, language: str) -> Member:
    """Set in which language the portal speaks to a member, on screen and in mail.

    Parameters:
        member: Whose choice.
        language: One of settings.LANGUAGES, e.g. "en".
    """
    member.interface_language = language
    member.save(update_fields=["interface_language"])
    return member


def deactivate_member(*, member: Member) -> Member:
    """Close a login at once, sessions included, and hide the person everywhere. Nothing is deleted."""
    return _set_active(member=member, is_active=False)


def reactivate_member(*, member: Member) -> Member:
    """Open a closed login again."""
    return _set_active(member=member, is_active=True)


def _set_active(*, member: Member, is_active: bool) -> Member:
    with transaction.atomic():
        member.is_active = is_active
        member.save(update_fields=["is_active"])
        refresh_entries(member=member)
    return member
