"""Decisions about the first five minutes, on plain values."""

from collections.abc import Collection

SCHOOL, ROLE, THEMES, PERSON, DATE = STEPS = ("school", "rol", "themas", "iemand", "datum")


def next_step(*, passed: Collection[str], has_school: bool, after: str = "") -> str:
    """Give the step that comes now; empty when there is none left.

    Without a school there is no role to tell, so that step is passed over until there is one.

    Parameters:
        passed: Steps the member answered or skipped.
        has_school: Whether the member works at a school today.
        after: Look behind this step first, so that someone who went back is not sent back again.
    """
    start = STEPS.index(after) + 1 if after in STEPS else 0
    for step in (*STEPS[start:], *STEPS[:start]):
        if step in passed or (step == ROLE and not has_school):
            continue
        return step
    return ""
