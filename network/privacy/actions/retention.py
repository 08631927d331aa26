"""Keeping nothing longer than each subject promised."""

import logging
from datetime import datetime

from django.db import transaction

from portal.shared.registries.crossings import personal_data

logger = logging.getLogger("portal.privacy")


def outdate_all(*, at: datetime) -> dict[str, int]:
    """Have every subject remove what is older than its period; one that fails doesn't hold up the others.

    Returns:
        Rows removed per subject.

    Raises:
        RetentionFailed: After all others had their turn, naming those that failed; the clock tries again.

    Source: DECISIONS 16.
    """
    removed, failed = {}, []
    for name, source in personal_data.items():
        try:
            with transaction.atomic():
                removed[name] = source.outdate(at=at)
        except Exception:
            logger.exception("retention failed subject=%s", name)
            failed.append(name)
    if failed:
        raise RetentionFailed(failed)
    return removed


class RetentionFailed(RuntimeError):
    """Some subjects could not remove what is old."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Retention failed for {names}; see the log for each. The clock tries again within minutes.")
