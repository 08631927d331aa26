"""Decisions of the results page on plain values."""

from math import ceil

PAGE_SIZE = 10
LAST_PAGE = 100
MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTION = 2

STAGE_NOTICE = "stage"

# Words that often mean something else than what the portal has: which notice stands above the results.
NOTICES = {
    "stage": STAGE_NOTICE,
    "stages": STAGE_NOTICE,
    "stageplaats": STAGE_NOTICE,
    "stageplek": STAGE_NOTICE,
    "stageplekken": STAGE_NOTICE,
    "stage zoeken": STAGE_NOTICE,
    "bpv": STAGE_NOTICE,
}


def notice_for(question: str) -> str | None:
    """Say which notice belongs to a question, if any (DOMAIN 8: student internships are found elsewhere)."""
    return NOTICES.get(" ".join(question.lower().split()))


def pages_for(total: int) -> int:
    """Give how many pages of ten `total` results fill; at least one, at most a hundred."""
    return min(LAST_PAGE, max(1, ceil(total / PAGE_SIZE)))
