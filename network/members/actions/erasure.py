"""Removing a person from the network's rows."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from network.members.models import Connection, Member, Portrait
from network.members.states import Standing
from portal.shared.keys import new_key
from search.index.actions import forget_object
from search.index.pages import index_pages_naming

# Reserved by RFC 2606: nobody ever gets mail there.
ERASED_DOMAIN = "erased.invalid"


def erase_member(*, member_key: str) -> int:
    """Empty everything the network holds about a person; an unnamed, closed row stays for what others did with them.

    Parameters:
        member_key: Whose; someone unknown or erased before changes nothing.

    Returns:
        Number of rows changed or removed.

    Source: DECISIONS 7; RELIABILITY G30.
    """
    with transaction.atomic():
        member = Member.objects.select_for_update().filter(key=member_key).first()
        if member is None or member.email.endswith(f"@{ERASED_DOMAIN}"):
            return 0
        removed = 0
        for rows in (
            EmailAddress.objects.filter(user=member),
            Authenticator.objects.filter(user=member),
            SocialAccount.objects.filter(user=member),
            member.affiliations.all(),
            member.field_audiences.all(),
            Connection.objects.of(member),
            Portrait.objects.filter(member=member),
        ):
            removed += rows.delete()[0]
        for links in (member.themes, member.helps_with, member.seeks, member.groups, member.user_permissions):
            links.clear()
        member.email = f"{new_key()}@{ERASED_DOMAIN}"
        member.set_unusable_password()
        for column in ("given_name", "name_prefix", "family_name", "about", "availability", "seeks_note"):
            setattr(member, column, "")
        member.refresh_sort_name()
        member.standing = Standing.PROSPECT
        member.is_active = member.is_staff = member.is_superuser = False
        member.last_login = member.admitted_at = None
        member.save()
        forget_object("persoon", member_key)
        index_pages_naming(member_key)
    return removed + 1
