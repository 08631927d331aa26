"""Mail to members: about accounts, and one shape for all that subjects tell them."""

from django.core.mail import EmailMessage

from network.members.models import Member
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.states import Delivery
from portal.shared.outbox.templates import render_mail


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


def mail_to(
    member: Member,
    *,
    app: str,
    name: str,
    purpose: str,
    occasion: str,
    context: dict,
    headers: dict[str, str] | None = None,
    delivery: Delivery = Delivery.AT_LEAST_ONCE,
) -> OutgoingMail:
    """Give a mail, ready for the outbox.

    Parameters:
        member: Who gets it; the template finds them as `recipient`.
        app: The folder of its templates, e.g. "network/questions".
        name: Of the template, e.g. "reported".
        purpose: What it is for, as the mail topics and the previews name it.
        occasion: What happened; the same occasion is mailed to the same person once.
        context: The template's variables.
        headers: Beside those of every mail.
        delivery: Whether a mail is rather lost or rather sent twice when a process dies (RELIABILITY G9).
    """
    words = render_mail(
        app=app,
        name=name,
        context={"recipient": member, **context},
        language=member.interface_language,
        purpose=purpose,
    )
    return OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{occasion}:{member.key}",
        to=member.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=headers or {},
        recipient_kind="member",
        recipient_key=member.key,
        delivery=delivery,
    )
