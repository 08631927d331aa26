"""Which acts on people, rights and schools leave a line in the audit log, and those that no action of ours does.

Groups change in several ways (the form of a person, Wagtail's bulk actions, an invitation), and signing in is
allauth's; both are followed by the signals these libraries give.
"""

from typing import Any

from allauth.mfa import signals as second_step
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.members.states import GROUPS
from portal.shared.audit_log.actions import note
from portal.shared.audit_log.registry import register_kinds

KINDS = (
    ("coordinator.dismissed", _("Coordinator of a school dismissed")),
    ("coordinator.named", _("Coordinator of a school named")),
    ("member.address", _("Address to sign in with changed for someone")),
    ("member.asked_data", _("Own data asked for")),
    ("member.asked_to_leave", _("Asked to leave")),
    ("member.closed", _("Login closed")),
    ("member.erased", _("Person erased")),
    ("member.groups", _("Groups with rights changed")),
    ("member.made", _("Person added by hand")),
    ("member.opened", _("Login opened again")),
    ("member.operator", _("Right to do everything changed")),
    ("member.standing", _("Membership changed by hand")),
    ("member.stayed", _("Stays after all")),
    ("school.domains", _("Mail domains of a school changed")),
    ("school.merged", _("School merged into another")),
    ("sign_in.failed", _("Second step of signing in failed")),
    ("sign_in.second_step_added", _("Second step added")),
    ("sign_in.second_step_removed", _("Second step removed")),
    ("sign_in.succeeded", _("Signed in")),
    ("team.invited", _("Invited to the programme team")),
    ("work.confirmed", _("Work at a school confirmed")),
    ("work.declined", _("Work at a school not confirmed")),
    ("work.ended", _("Work at a school ended by the school")),
)


def _has_rights(member: Member) -> bool:
    """Say whether someone may do more than a member: only their signing in is written down."""
    return member.is_superuser or not member.group_names.isdisjoint(GROUPS)


def follow_groups(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set | None, **kwargs: Any) -> None:
    """Write down into or out of which groups people went, however that happened."""
    # What is cleared is known before it is gone only.
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if reverse:
        groups = [instance.name]
        people = instance.user_set.all() if pk_set is None else Member.objects.filter(pk__in=pk_set)
    else:
        named = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        groups, people = sorted(named.values_list("name", flat=True)), Member.objects.filter(pk=instance.pk)
    if not groups:
        return
    change = {"added": groups} if action == "post_add" else {"removed": groups}
    with transaction.atomic():
        for key in people.order_by("pk").values_list("key", flat=True):
            note("member.groups", about=("member", key), **change)


def follow_sign_in(sender: Any, user: Member, **kwargs: Any) -> None:
    """Write down that someone with rights signed in."""
    _note_own("sign_in.succeeded", user)


def follow_failed_step(sender: Any, user: Member, **kwargs: Any) -> None:
    """Write down that a second step failed: whoever tried has the password, or a code from the mail."""
    if _has_rights(user):
        with transaction.atomic():
            note("sign_in.failed", about=("member", user.key))


def follow_added_step(sender: Any, user: Member, authenticator: Any, **kwargs: Any) -> None:
    """Write down that someone with rights set up a second step."""
    _note_own("sign_in.second_step_added", user, step=authenticator.type)


def follow_removed_step(sender: Any, user: Member, authenticator: Any, **kwargs: Any) -> None:
    """Write down that someone with rights took a second step away."""
    _note_own("sign_in.second_step_removed", user, step=authenticator.type)


def _note_own(kind: str, user: Member, **data: object) -> None:
    if _has_rights(user):
        with transaction.atomic():
            note(kind, about=("member", user.key), by=user.key, **data)


def register() -> None:
    """Enter the kinds and listen; called when the app is ready."""
    register_kinds(KINDS)
    m2m_changed.connect(follow_groups, sender=Member.groups.through, dispatch_uid="network.audited.groups")
    user_logged_in.connect(follow_sign_in, dispatch_uid="network.audited.sign_in")
    second_step.authentication_failed.connect(follow_failed_step, dispatch_uid="network.audited.failed")
    second_step.authenticator_added.connect(follow_added_step, dispatch_uid="network.audited.added")
    second_step.authenticator_removed.connect(follow_removed_step, dispatch_uid="network.audited.removed")
