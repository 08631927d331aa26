"""Letting go: an organiser who leaves, and words that are older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from events.desk.models import OrganiserMessage
from events.registrations.rules import KEEP_ANSWERS
from network.models import Member

# The name that the form had is unique per date, and came from a browser.
_WITHOUT_WORDS: dict[str, object] = {"subject": "", "text": "", "audience": {}, "form_key": F("key")}


def erase_person(*, member: Member) -> int:
    """Take an organiser and their words out of what they sent, in the caller's transaction; the numbers stay.

    Returns:
        Number of messages changed; 0 when called again.
    """
    return OrganiserMessage.objects.filter(sender=member).update(sender=None, **_WITHOUT_WORDS)


def outdate(*, at: datetime) -> int:
    """Forget the words of messages, and who sent them, half a year after the date.

    Returns:
        Number of messages changed.
    """
    with transaction.atomic():
        old = OrganiserMessage.objects.filter(occurrence__ends_at__lt=at - KEEP_ANSWERS)
        old = old.filter(~Q(text="") | ~Q(subject="") | Q(sender__isnull=False))
        return old.update(sender=None, **_WITHOUT_WORDS)
