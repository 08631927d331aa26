"""Decisions of the results page on plain values."""

from math import ceil

from search.dutch.query import ParsedQuery

PAGE_SIZE = 10
LAST_PAGE = 100
MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTION = 2

FEW = 5

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


def finds_too_little(query: ParsedQuery, total: int) -> bool:
    """Say whether texts with only part of the words are shown too.

    A whole sentence holds words that no text needs to have ("wat kost het als een coach invalt"), so what happens to
    have them all is seldom what was meant. Two words are both meant as long as anything has both, unless one is a
    month.
    """
    if not query.can_relax or total >= FEW:
        return False
    return not total or len(query.terms) != 2 or any(term.is_month for term in query.terms)


def pages_for(total: int) -> int:
    """Give how many pages of ten `total` results fill; at least one, at most a hundred."""
    return min(LAST_PAGE, max(1, ceil(total / PAGE_SIZE)))
