"""What is mailed about a message to the editors. Actions put these in the outbox."""

from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail
from stories.suggestions.models import Suggestion


def _mail(suggestion: Suggestion, name: str) -> OutgoingMail:
    member = suggestion.member
    text = render_mail(
        app="stories",
        name=name,
        context={
            "suggestion": suggestion,
            "page_title": suggestion.page.title if suggestion.page else "",
            "given_name": member.given_name if member else suggestion.sender_name,
        },
        language=member.interface_language if member else "nl",
    )
    return OutgoingMail(
        purpose=f"stories.{name}",
        idempotency_key=f"suggestion:{suggestion.key}:{name}",
        to=suggestion.address(),
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member" if member else "",
        recipient_key=member.key if member else "",
    )


def received_mail(suggestion: Suggestion) -> OutgoingMail:
    """Say that the message arrived. It doesn't repeat the text: anyone can type anyone's address."""
    return _mail(suggestion, "suggestion_received")


def taken_up_mail(suggestion: Suggestion) -> OutgoingMail:
    """Say that an editor works on it."""
    return _mail(suggestion, "suggestion_taken_up")


def answered_mail(suggestion: Suggestion) -> OutgoingMail:
    """Give the editors' answer."""
    return _mail(suggestion, "suggestion_answered")


def declined_mail(suggestion: Suggestion) -> OutgoingMail:
    """Say why nothing was done with it."""
    return _mail(suggestion, "suggestion_declined")
