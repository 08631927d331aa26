"""What a calendar lists, and how its texts are made safe, on plain values. No Django here."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# A calendar shows what was held in the two months before this one.
PAST_MONTHS = 2
# How long a cancelled date stays, so that every calendar that read it earlier reads that it is off.
TOMBSTONE = timedelta(days=60)
_KEPT_CONTROLS = "\n\t"


def first_moment(at: datetime) -> datetime:
    """Give since when dates are in a calendar: the first of the month two months ago, in Amsterdam.

    A whole month at a time: a feed that dropped a date every day would never be the same.

    Parameters:
        at: Now, aware.
    """
    today = at.astimezone(AMSTERDAM).date()
    number = today.year * 12 + today.month - 1 - PAST_MONTHS
    first = date(number // 12, number % 12 + 1, 1)
    return datetime(first.year, first.month, first.day, tzinfo=AMSTERDAM)


def tombstones_since(at: datetime) -> datetime:
    """Give since when something must have been cancelled to be in a calendar still.

    Parameters:
        at: Now, aware.

    Source: design, "Calendars": cancelled events for 60 days.
    """
    return at - TOMBSTONE


def is_repeated_hour(moment: datetime) -> bool:
    """Whether the clock in Amsterdam shows this local time twice.

    RFC 5545 (3.3.5) says that it means the first time; ical.js, libical and ical4j read the second one.
    """
    local = moment.astimezone(AMSTERDAM)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def clean_text(text: str) -> str:
    r"""Give a text for a calendar: lines end with \n, and no other control character is left (RFC 5545, 3.3.11)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    kept = "".join(sign for sign in lines if sign in _KEPT_CONTROLS or (ord(sign) >= 32 and ord(sign) != 127))
    # Half a character, as a broken import leaves it, has no bytes.
    return kept.encode("utf-8", "ignore").decode().strip()


def clean_line(text: str) -> str:
    """Give a text on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def clean_address(address: str) -> str:
    """Give an address of the web, or nothing for a value that isn't one: no blank or control sign may stand in it."""
    cleaned = address.strip()
    if not cleaned.startswith(("https://", "http://")) or any(ord(sign) <= 32 or ord(sign) == 127 for sign in cleaned):
        return ""
    return cleaned.encode("utf-8", "ignore").decode()
