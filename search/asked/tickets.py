"""The key of a question as its page of results carries it: signed, so that nobody makes one up.

It is what lets a browser say that a result was opened, and nothing else; it names no person, session or device.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from portal.shared.keys import new_key

# A page of results that stood open longer says nothing any more.
LASTS = timedelta(hours=2)
_SALT = "search.asked.tickets"


def new_ticket() -> tuple[str, str]:
    """Give a fresh key for a question, and the ticket that stands for it."""
    key = new_key()
    return key, TimestampSigner(salt=_SALT).sign(key)


def key_in(ticket: str) -> str | None:
    """Give the key that a ticket stands for; None for one that is not ours, or too old."""
    try:
        return TimestampSigner(salt=_SALT).unsign(ticket[:200], max_age=LASTS)
    except BadSignature:
        return None
