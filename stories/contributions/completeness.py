"""What a text still needs before editors can read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from stories.contributions.questions import FIGURE_PARTS, MAX_FIGURES, STEPS
from stories.contributions.rules import missing_parts


@dataclass(frozen=True, slots=True)
class Missing:
    """One answer that is missing, and on which page of the form it stands."""

    step: str
    name: str
    label: Promise | str


def missing_answers(*, kind: str, answers: Mapping[str, object]) -> list[Missing]:
    """List the answers that are missing, in reading order.

    Parameters:
        kind: A Kind.
        answers: As the form shows them.

    Returns:
        Needed questions without an answer, and the open parts of figures that were begun.
    """
    figures = {
        f"figure{row}_{part}"
        for row in range(MAX_FIGURES)
        for part in missing_parts({name: str(answers.get(f"figure{row}_{name}", "")) for name in FIGURE_PARTS})
    }
    return [
        Missing(step.slug, question.name, question.label)
        for step in STEPS[kind]
        for question in step.questions
        if (question.needed and not answers.get(question.name)) or question.name in figures
    ]
