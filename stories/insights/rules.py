"""The standing of an insight, on plain values (DECISIONS 19)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from stories.insights.states import SourceKind, Standing, Verdict

WEIGHTS = {
    SourceKind.STORY: Fraction(1),
    SourceKind.REFLECTION: Fraction(1),
    SourceKind.REUSE: Fraction(1),
    SourceKind.PILOT: Fraction(2),
}
MOST_WEIGHT_PER_SCHOOL = Fraction(3)
MONTHS_UNTIL_OUTDATED = 36
CONTESTED_FROM = Fraction(1, 3)
CONFIRMED_BELOW = Fraction(1, 4)
SCHOOLS_TO_CONFIRM = 3
SCHOOLS_TO_RECOGNISE = 2
RECOGNISING_SCHOOLS = 3


@dataclass(frozen=True)
class EvidenceFact:
    """One accepted piece of evidence from a publicly visible source."""

    verdict: Verdict
    kind: SourceKind
    school_ids: Sequence[int]  # the source's own school first; empty when no school is known
    happened_on: date


@dataclass(frozen=True)
class StandingSum:
    """A standing with everything it was computed from, so that a page can show the sum."""

    standing: Standing
    supporting: Fraction
    contradicting: Fraction
    supports: int
    partly: int
    contradicts: int
    schools: int
    pilots: int
    recognising_schools: int
    newest_on: date | None


def _weigh(facts: Sequence[EvidenceFact]) -> tuple[Fraction, Fraction]:
    """Add up both sides; one school brings at most 3 in all, spread over both sides as it stood."""
    sides: dict[object, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for position, fact in enumerate(facts):
        # A source without a school stands for itself: the cap is there to keep one school from deciding alone.
        side = sides[fact.school_ids[0] if fact.school_ids else ("no school", position)]
        weight = WEIGHTS[fact.kind]
        if fact.verdict is Verdict.SUPPORTS:
            side[0] += weight
        elif fact.verdict is Verdict.CONTRADICTS:
            side[1] += weight
        else:
            side[0] += weight / 2
            side[1] += weight / 2
    supporting = contradicting = Fraction(0)
    for school_supports, school_contradicts in sides.values():
        factor = min(Fraction(1), MOST_WEIGHT_PER_SCHOOL / (school_supports + school_contradicts))
        supporting += school_supports * factor
        contradicting += school_contradicts * factor
    return supporting, contradicting


def is_older_than_months(day: date, *, months: int, on: date) -> bool:
    """Tell whether more than this many whole months lie between two days; 29 February counts as the 28th."""
    limit: date = day + relativedelta(months=months)
    return on > limit


def _standing(
    *,
    supporting: Fraction,
    contradicting: Fraction,
    schools: int,
    pilots: int,
    recognising_schools: int,
    is_outdated: bool,
) -> Standing:
    total = supporting + contradicting
    if not total:
        return Standing.EMERGING
    share = contradicting / total
    if share >= CONTESTED_FROM:
        return Standing.CONTESTED
    if is_outdated:
        return Standing.OUTDATED
    if schools >= SCHOOLS_TO_CONFIRM and pilots and share < CONFIRMED_BELOW:
        return Standing.CONFIRMED
    if pilots:
        return Standing.TESTED
    if schools >= SCHOOLS_TO_RECOGNISE or (schools == 1 and recognising_schools >= RECOGNISING_SCHOOLS):
        return Standing.RECOGNISED
    return Standing.EMERGING


def judge_standing(evidence: Iterable[EvidenceFact], *, recognising_schools: int, on: date) -> StandingSum:
    """Compute how firmly an insight stands, and the sum that its page shows.

    Parameters:
        evidence: Accepted evidence from publicly visible sources, in any order.
        recognising_schools: Number of schools from which a member answered "yes, here too".
        on: Today, in the Netherlands.

    Returns:
        The standing with its sum. Weights are exact fractions: story, reflection and re-use 1, pilot 2; "partly"
        counts half to each side; one school brings at most 3.
    Source: DECISIONS 19.
    """
    facts = sorted(evidence, key=lambda fact: (fact.happened_on, fact.kind, fact.verdict, tuple(fact.school_ids)))
    supporting, contradicting = _weigh(facts)
    full = [fact for fact in facts if fact.verdict is Verdict.SUPPORTS]
    schools = len({school for fact in full for school in fact.school_ids})
    pilots = sum(fact.kind is SourceKind.PILOT for fact in full)
    newest_on = max((fact.happened_on for fact in facts), default=None)
    return StandingSum(
        standing=_standing(
            supporting=supporting,
            contradicting=contradicting,
            schools=schools,
            pilots=pilots,
            recognising_schools=recognising_schools,
            is_outdated=newest_on is not None and is_older_than_months(newest_on, months=MONTHS_UNTIL_OUTDATED, on=on),
        ),
        supporting=supporting,
        contradicting=contradicting,
        supports=len(full),
        partly=sum(fact.verdict is Verdict.PARTLY for fact in facts),
        contradicts=sum(fact.verdict is Verdict.CONTRADICTS for fact in facts),
        schools=schools,
        pilots=pilots,
        recognising_schools=recognising_schools,
        newest_on=newest_on,
    )
