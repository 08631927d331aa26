"""What an operator records of a person in /beheer/."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from network.members.actions.accounts import change_address
from network.members.actions.entries import refresh_entries
from network.members.actions.profile import name_member
from network.members.models import Member
from network.members.states import Standing
from portal.shared.audit_log.actions import note
from portal.shared.keys import new_key


def record_member(
    *,
    member: Member | None,
    email: str,
    given_name: str,
    name_prefix: str,
    family_name: str,
    standing: str,
    groups: Iterable[Group],
    at: datetime,
    is_active: bool | None = None,
    is_superuser: bool | None = None,
) -> Member:
    """Add or change a person on an operator's word.

    Parameters:
        member: Who; None adds someone, without password.
        email: Address to sign in with; its owner verifies it at the first sign-in.
        given_name: Voornaam.
        name_prefix: Tussenvoegsel.
        family_name: Achternaam.
        standing: One of `Standing`; an operator may take membership away too.
        groups: The groups that give rights, all of them.
        at: Now.
        is_active: Whether they can sign in; None leaves it.
        is_superuser: Whether they may do everything; None leaves it.

    Returns:
        The person as stored.

    Raises:
        AddressTaken: Someone else has the address.
    """
    with transaction.atomic():
        if member is None:
            member = Member.objects.create_user(email=email)
            note("member.made", about=("member", member.key), at=at)
        before = _rights(member)
        if member.email != email:
            member = change_address(member=member, email=email)
        name_member(member=member, given_name=given_name, name_prefix=name_prefix, family_name=family_name)
        if standing == Standing.MEMBER and member.standing != Standing.MEMBER:
            member.admitted_at = at
        member.standing = standing
        member.is_active = member.is_active if is_active is None else is_active
        member.is_superuser = member.is_superuser if is_superuser is None else is_superuser
        changed = ["standing", "admitted_at", "is_active", "is_superuser"]
        _standing, was_active, _was_operator = before
        if member.is_active != was_active:
            # Opening the login again must not bring old sessions back.
            member.session_mark = new_key()
            changed.append("session_mark")
        member.save(update_fields=changed)
        # What changes in the groups leaves its line wherever it happens (audited.py).
        member.groups.set(groups)
        _note_rights(member, before, at=at)
        refresh_entries(member=member)
    return member


def _rights(member: Member) -> tuple[str, bool, bool]:
    return member.standing, member.is_active, member.is_superuser


def _note_rights(member: Member, before: tuple[str, bool, bool], *, at: datetime) -> None:
    about = ("member", member.key)
    standing, was_active, was_operator = before
    if member.standing != standing:
        note("member.standing", about=about, at=at, standing=member.standing)
    if member.is_active != was_active:
        note("member.opened" if member.is_active else "member.closed", about=about, at=at)
    if member.is_superuser != was_operator:
        note("member.operator", about=about, at=at, is_operator=member.is_superuser)
