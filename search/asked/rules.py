"""Which questions are worth keeping, on plain values."""

import re

LONGEST_KEPT = 100
SHORTEST_KEPT = 2
# An address or a long number says who someone is; such a question is never kept.
_PERSONAL = re.compile(r"@|\d{6,}|\d[\d\s().-]{7,}\d")
_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|facebookexternalhit|preview|monitor|uptime|scan|curl|wget|python|java/|go-http"
    r"|okhttp|libwww|headlesschrome|lighthouse",
    re.IGNORECASE,
)


def as_kept(question: str) -> str | None:
    """Give a question as it is kept: lower case, single spaces; None for one that is not kept.

    Parameters:
        question: As typed.

    Source: PRODUCT, "search/": one row per submitted query, no personal data, bots out.
    """
    text = " ".join(question.casefold().split())
    if not SHORTEST_KEPT <= len(text) <= LONGEST_KEPT or _PERSONAL.search(text):
        return None
    return text if any(letter.isalpha() for letter in text) else None


def is_robot(user_agent: str) -> bool:
    """Say whether a visitor calls itself a program, or doesn't say what it is."""
    return not user_agent.strip() or _ROBOT.search(user_agent) is not None
