"""What is mailed about exports, leaving and staying."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from network.members.models import Member
from network.privacy.models import Absence, DataExport, DeletionRequest
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail

APP = "network/privacy"
STAY_PURPOSE = "privacy.take_back_deletion"
LINK_KIND = "privacy.deletionrequest"
HERE_PURPOSE = "privacy.stay"
ABSENCE_KIND = "privacy.absence"


def site_url(name: str, *args: str) -> str:
    """Give the whole address of a page of this subject."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(f"privacy:{name}", args=args)


def _mail(member: Member, name: str, occasion: str, context: dict) -> OutgoingMail:
    values = {"given_name": member.given_name, **context}
    purpose = f"privacy.{name}"
    text = render_mail(app=APP, name=name, context=values, language=member.interface_language, purpose=purpose)
    return OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{occasion}",
        to=member.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member",
        recipient_key=member.key,
    )


def export_ready_mail(export: DataExport) -> OutgoingMail:
    """Say that the file is there. The link asks to sign in: a mail may be read by others."""
    context = {"url": site_url("overview"), "until": export.expires_at}
    return _mail(export.member, "export_ready", export.key, context)


def deletion_mail(request: DeletionRequest, token: str) -> OutgoingMail:
    """Say when the account goes, and how to take that back."""
    context = {"url": site_url("take_back", token), "erase_at": request.erase_at}
    return _mail(request.member, "deletion_asked", request.key, context)


def taken_back_mail(request: DeletionRequest) -> OutgoingMail:
    """Say that the account stays, so that nobody does this unseen for someone else."""
    return _mail(request.member, "deletion_taken_back", request.key, {"url": site_url("overview")})


def absence_mail(absence: Absence, token: str, *, goes_at: datetime, is_last: bool, at: datetime) -> OutgoingMail:
    """Warn someone who stays away."""
    name = "absence_last" if is_last else "absence_first"
    context = {"url": site_url("stay", token), "goes_at": goes_at}
    return _mail(absence.member, name, f"{absence.key}:{at.date().isoformat()}", context)
