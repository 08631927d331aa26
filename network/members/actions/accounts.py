"""Writes about logins."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from network.errors import AccountClosed, AccountExists, AddressTaken
from network.members.actions.entries import refresh_entries
from network.members.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.keys import new_key


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
        note("member.address", about=("member", member.key))
    return member


def open_account(*, email: str, given_name: str, name_prefix: str, family_name: str) -> Member:
    """Give an account to who has proven to read the mail of an address: a new one, or one nobody ever proved.

    A password or school account of somebody who never proved the address is taken away: it would open the account.

    Parameters:
        email: The proven address, any case.
        given_name, name_prefix, family_name: The parts of the name.

    Returns:
        The person, with this address verified and first.

    Raises:
        AccountExists: Someone proved this address before; they sign in.
        AccountClosed: The account of this address can't be used any more.
    """
    email = email.strip().lower()
    with transaction.atomic():
        if EmailAddress.objects.filter(email=email, verified=True, user__is_active=True).exists():
            raise AccountExists
        member = Member.objects.select_for_update().filter(email=email).first()
        if member is None:
            member = Member.objects.create_user(email=email)
        if not member.is_active or EmailAddress.objects.filter(email=email, verified=True).exists():
            raise AccountClosed
        drop_unproven_ways_in(member=member)
        member.given_name, member.name_prefix, member.family_name = given_name, name_prefix, family_name
        member.refresh_sort_name()
        member.save()
        # Someone else may have typed it as a second address without ever proving it.
        EmailAddress.objects.filter(email=email, verified=False).exclude(user=member).delete()
        EmailAddress.objects.update_or_create(user=member, email=email, defaults={"verified": True, "primary": True})
    return member


def drop_unproven_ways_in(*, member: Member) -> Member:
    """Take away what opened an account before anyone had proven to own the address: a password, a school account."""
    with transaction.atomic():
        SocialAccount.objects.filter(user=member).delete()
        locked = Member.objects.select_for_update().get(pk=member.pk)
        locked.set_unusable_password()
        locked.save(update_fields=["password"])
    member.password = locked.password
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


def end_sessions(*, member: Member) -> Member:
    """Sign a member out on every device, wherever and whenever that began.

    Who asks for it in a session that should stay calls Django's `update_session_auth_hash` afterwards.
    """
    member.session_mark = new_key()
    member.save(update_fields=["session_mark"])
    return member


def drop_second_step(*, member: Member) -> bool:
    """Take away a second step that was lost, with the password: the owner comes in by a code in the own mail.

    Without the password, who only knows that one comes no further than before.

    Returns:
        Whether there was one.
    """
    with transaction.atomic():
        locked = Member.objects.select_for_update().get(pk=member.pk)
        removed, _per_model = Authenticator.objects.filter(user=locked).delete()
        if not removed:
            return False
        # allauth tells only of what people take away themselves.
        note("sign_in.second_step_removed", about=("member", locked.key))
        locked.set_unusable_password()
        locked.save(update_fields=["password"])
        end_sessions(member=locked)
    member.password, member.session_mark = locked.password, locked.session_mark
    return True


def deactivate_member(*, member: Member) -> Member:
    """Close a login at once, sessions included, and hide the person everywhere. Nothing is deleted."""
    return _set_active(member=member, is_active=False)


def reactivate_member(*, member: Member) -> Member:
    """Open a closed login again."""
    return _set_active(member=member, is_active=True)


def _set_active(*, member: Member, is_active: bool) -> Member:
    with transaction.atomic():
        member.is_active = is_active
        # Opening the login again must not bring old sessions back.
        member.session_mark = new_key()
        member.save(update_fields=["is_active", "session_mark"])
        note("member.opened" if is_active else "member.closed", about=("member", member.key))
        refresh_entries(member=member)
    return member
