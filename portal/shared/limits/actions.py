"""Counting tries in the database, so that a limit holds over all processes (RELIABILITY, finding 6)."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from portal.shared.limits.models import RateCount
from portal.shared.limits.rules import window_of
from portal.shared.log_lines import mark_of

logger = logging.getLogger("portal.limits")


def allow(*, name: str, who: str, limit: int, window_seconds: int, at: datetime) -> bool:
    """Count one try, and say whether it is still within the limit.

    Call it before the change's own transaction: a try that is rolled back would not count.

    Parameters:
        name: What is limited, e.g. "contact.relay".
        who: Key of the member or trusted address of the client; stored as a keyed hash only.
        limit: Tries allowed in one window, at least 1.
        window_seconds: Length of the window.
        at: Now.

    Returns:
        True for the first `limit` tries of the window.

    Source: RELIABILITY G25.
    """
    starts_at, ends_at = window_of(at=at, window_seconds=window_seconds)
    who_hash = _hash_of(name, who)
    row = RateCount.objects.filter(name=name, who_hash=who_hash, window_starts_at=starts_at)
    with transaction.atomic():
        if not row.update(count=F("count") + 1):
            try:
                with transaction.atomic():
                    row.create(
                        name=name, who_hash=who_hash, window_starts_at=starts_at, window_ends_at=ends_at, count=1
                    )
            except IntegrityError:
                # Someone else made the row just now.
                row.update(count=F("count") + 1)
        # Our own addition holds the row until commit, so this is our place in line and nobody else's.
        count = row.values_list("count", flat=True).get()
    if count > limit:
        # Also what someone tries who is over it stays to be seen (ASVS 16.3.3); who, only as a mark.
        logger.info("limit reached %s", name, extra={"client": mark_of(who)})
    return count <= limit


def give_back(*, name: str, who: str, window_seconds: int, at: datetime) -> None:
    """Take back one try of `allow`, with the same values, because it was no guess: it was right."""
    starts_at, _ends_at = window_of(at=at, window_seconds=window_seconds)
    row = RateCount.objects.filter(name=name, who_hash=_hash_of(name, who), window_starts_at=starts_at, count__gt=0)
    row.update(count=F("count") - 1)


def _hash_of(name: str, who: str) -> str:
    return salted_hmac(f"portal.shared.limits.{name}", who, algorithm="sha256").hexdigest()


def forget_old_counts(at: datetime) -> int:
    """Delete the counts of windows that are over; give their number."""
    deleted, _per_model = RateCount.objects.filter(window_ends_at__lt=at).delete()
    return deleted
