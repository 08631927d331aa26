"""Who may approve and publish a text, on plain values (DECISIONS 9)."""

from collections.abc import Collection
from enum import Enum


class FourEyes(Enum):
    """Whether a second person looked, and if not, why not."""

    SATISFIED = "satisfied"
    NO_APPROVER = "no approver"
    WROTE_IT = "wrote it"
    SUBMITTED_IT = "submitted it"


def judge_four_eyes(*, approver: int | None, writers: Collection[int], submitters: Collection[int]) -> FourEyes:
    """Decide whether this person may approve or publish this text.

    Nobody approves a text of which they wrote a revision since the last published one, or which they submitted;
    superusers included.

    Parameters:
        approver: Who wants to publish, by any id; None when nobody is named.
        writers: Ids of everyone who wrote a revision since the last published one.
        submitters: Ids of everyone who submitted it for moderation since then.

    Returns:
        SATISFIED, or the first reason against it.
    Source: DECISIONS 9.
    """
    if approver is None:
        return FourEyes.NO_APPROVER
    if approver in writers:
        return FourEyes.WROTE_IT
    if approver in submitters:
        return FourEyes.SUBMITTED_IT
    return FourEyes.SATISFIED
