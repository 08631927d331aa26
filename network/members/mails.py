"""Mail about accounts."""

from django.core.mail import EmailMessage

from network.members.models import Member
from portal.shared.outbox.messages import OutgoingMail


def purpose_of(template_prefix: str) -> str:
    """Give the purpose under which an account mail is logged, e.g. "account.login_code"."""
    return f"account.{template_prefix.rpartition('/')[2]}"


def account_mail(*, message: EmailMessage, purpose: str, occasion: str, owner: Member | None) -> OutgoingMail:
    """Turn a mail that allauth rendered into one for the outbox.

    Parameters:
        message: Subject, plain text, one address, and perhaps an HTML version.
        purpose: See `purpose_of`.
        occasion: A fresh key: each request for a code or a link is its own occasion.
        owner: Who has the address; None for an address nobody has.
    """
    html = next((content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    return OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{occasion}",
        to=message.to[0],
        subject=message.subject,
        text=str(message.body),
        html=str(html),
        recipient_kind="member" if owner else "",
        recipient_key=owner.key if owner else "",
    )
