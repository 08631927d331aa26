"""What is mailed about invitations. Actions put these in the outbox."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from network.invitations.models import Invitation
from network.members.models import Member
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail


def invitation_mail(invitation: Invitation, *, token: str) -> OutgoingMail:
    """Invite someone. The one place where the token is written down, and the same words whoever has the address."""
    text = render_mail(
        app="network",
        name="invitation",
        context={
            "name": invitation.name.partition(" ")[0],
            "inviter": str(invitation.inviter) if invitation.inviter else "",
            "school": str(invitation.institution) if invitation.institution else "",
            "kind": invitation.kind,
            "message": invitation.message,
            "is_reminder": invitation.times_sent > 1,
            "expires_at": invitation.expires_at,
            "url": _address("invitations:answer", token=token),
        },
    )
    return OutgoingMail(
        purpose="network.invitation",
        idempotency_key=f"invitation:{invitation.key}:{invitation.times_sent}",
        to=invitation.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
    )


def accepted_mail(invitation: Invitation, *, inviter: Member, member: Member) -> OutgoingMail:
    """Tell who invited that it was accepted, and by whom."""
    text = render_mail(
        app="network",
        name="invitation_accepted",
        context={
            "given_name": inviter.given_name,
            "person": str(member),
            "url": urljoin(_site(), member.get_absolute_url()),
        },
        language=inviter.interface_language,
    )
    return OutgoingMail(
        purpose="network.invitation_accepted",
        idempotency_key=f"invitation:{invitation.key}:accepted",
        to=inviter.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member",
        recipient_key=inviter.key,
    )


def _site() -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/"


def _address(name: str, **values: str) -> str:
    return urljoin(_site(), reverse(name, kwargs=values))
