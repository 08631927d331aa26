"""Writes of what stands above the results; editors write the same rows through their form in /beheer/."""

from collections.abc import Mapping, Sequence
from datetime import date

from search.promoted.models import PromotedResult, Promotion


def promote(
    *,
    questions: Sequence[str],
    things: Mapping[str, str],
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Promotion:
    """Put things above the results of some questions.

    Parameters:
        questions: As people type them.
        things: The line of why, perhaps empty, by what is promoted (`rules.thing_of`), in order.
        starts_on, ends_on: The days between which it shows, both included; without one there is no such end.
    """
    results = [
        PromotedResult(thing=thing, reason=reason, sort_order=place)
        for place, (thing, reason) in enumerate(things.items())
    ]
    promotion = Promotion(questions="\n".join(questions), starts_on=starts_on, ends_on=ends_on, results=results)
    promotion.save()
    return promotion
