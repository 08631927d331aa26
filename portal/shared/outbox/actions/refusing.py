"""What mail a reader does not want."""

from datetime import datetime

from portal.shared.outbox.models import MailRefusal


def refuse_topic(*, kind: str, key: str, topic: str, at: datetime) -> bool:
    """Stop mail of a topic to one reader; give whether it came until now."""
    _row, made = MailRefusal.objects.get_or_create(
        recipient_kind=kind, recipient_key=key, topic=topic, defaults={"refused_at": at}
    )
    return made


def welcome_topic(*, kind: str, key: str, topic: str) -> bool:
    """Let mail of a topic come again; give whether it was stopped."""
    return MailRefusal.objects.filter(recipient_kind=kind, recipient_key=key, topic=topic).delete()[0] > 0


def erase_refusals(*, kind: str, key: str) -> int:
    """Delete the choices of someone who leaves; give their number."""
    return MailRefusal.objects.filter(recipient_kind=kind, recipient_key=key).delete()[0]
