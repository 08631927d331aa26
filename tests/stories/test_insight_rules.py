"""The standing of an insight, by a table; the demo's eight standings are the acceptance test of DECISIONS 19."""

from datetime import date
from fractions import Fraction

import pytest

from stories.insights.rules import EvidenceFact, is_older_than_months, judge_standing
from stories.insights.states import SourceKind, Standing, Verdict

TODAY = date(2026, 11, 23)
LINDENWAARD, VAART, WADDEN, BRINK, MERGEL, AKKER, VORM, KADE = range(1, 9)
S, P, R = SourceKind.STORY, SourceKind.PILOT, SourceKind.REUSE
YES, PARTLY, NO = Verdict.SUPPORTS, Verdict.PARTLY, Verdict.CONTRADICTS


def fact(verdict, kind, *schools, on=TODAY):
    return EvidenceFact(verdict=verdict, kind=kind, school_ids=schools, happened_on=on)


def standing(*facts, recognising_schools=0, on=TODAY):
    return judge_standing(facts, recognising_schools=recognising_schools, on=on).standing


S01, S09, S05 = fact(YES, S, LINDENWAARD), fact(YES, S, WADDEN), fact(YES, S, LINDENWAARD)
P1, P3 = fact(YES, P, LINDENWAARD), fact(YES, P, MERGEL)
S12_AGAINST = fact(NO, S, AKKER)

DEMO = [
    ("I1", [S01, S09, P1, P3, S12_AGAINST], Standing.CONFIRMED),
    ("I2", [S05, P1, P3, S12_AGAINST], Standing.TESTED),
    ("I3", [S01, fact(YES, S, VAART), S12_AGAINST], Standing.CONTESTED),
    ("I4", [fact(YES, S, KADE, VAART), fact(YES, S, AKKER, BRINK), fact(YES, P, VAART, KADE)], Standing.CONFIRMED),
    ("I5", [fact(YES, S, MERGEL), fact(YES, S, WADDEN), fact(NO, S, VORM)], Standing.CONTESTED),
    ("I6", [S01, fact(YES, S, VAART), fact(YES, S, BRINK)], Standing.RECOGNISED),
    ("I7", [S09, P1, P3], Standing.CONFIRMED),
    ("I8", [fact(YES, S, MERGEL)], Standing.EMERGING),
]


@pytest.mark.parametrize(("evidence", "expected"), [row[1:] for row in DEMO], ids=[row[0] for row in DEMO])
def test_judge_standing_gives_the_standings_of_the_demo(evidence, expected):
    assert standing(*evidence) is expected


def test_judge_standing_keeps_i2_tested_with_a_partial_reuse():
    evidence = [S05, P1, P3, S12_AGAINST, fact(PARTLY, R, AKKER)]

    total = judge_standing(evidence, recognising_schools=0, on=TODAY)

    assert (total.standing, total.supporting, total.contradicting) == (Standing.TESTED, Fraction(11, 2), Fraction(3, 2))


LONG_AGO = date(2023, 11, 22)
CASES = [
    ("nothing accepted", [], 9, Standing.EMERGING),
    ("one story", [S01], 0, Standing.EMERGING),
    ("one story, two schools recognise", [S01], 2, Standing.EMERGING),
    ("one story, three schools recognise", [S01], 3, Standing.RECOGNISED),
    ("two stories of one school", [S01, S05], 0, Standing.EMERGING),
    ("one story of two schools", [fact(YES, S, KADE, VAART)], 0, Standing.RECOGNISED),
    ("only partly", [fact(PARTLY, S, VAART), fact(PARTLY, S, KADE)], 5, Standing.CONTESTED),
    ("recognition can't make more of it", [S01], 50, Standing.RECOGNISED),
    ("one pilot", [P1], 0, Standing.TESTED),
    ("a third against", [fact(YES, S, KADE), fact(YES, S, VAART), S12_AGAINST], 0, Standing.CONTESTED),
    ("just below a third", [P1, fact(YES, S, VAART), S12_AGAINST], 0, Standing.TESTED),
    ("exactly a quarter against", [P1, fact(YES, S, VAART, KADE), S12_AGAINST], 0, Standing.TESTED),
    ("just below a quarter", [P1, fact(YES, S, VAART), fact(YES, S, KADE), S12_AGAINST], 0, Standing.CONFIRMED),
    ("old", [fact(YES, P, KADE, on=LONG_AGO)], 0, Standing.OUTDATED),
    ("old and contested", [fact(NO, P, KADE, on=LONG_AGO)], 0, Standing.CONTESTED),
    ("old with one new", [fact(YES, P, KADE, on=LONG_AGO), S01], 0, Standing.TESTED),
    ("only against", [S12_AGAINST], 0, Standing.CONTESTED),
]


@pytest.mark.parametrize(
    ("evidence", "recognising", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_judge_standing_follows_the_order_of_the_rule(evidence, recognising, expected):
    assert standing(*evidence, recognising_schools=recognising) is expected


def test_judge_standing_caps_what_one_school_brings():
    many = [fact(YES, P, LINDENWAARD), fact(YES, P, LINDENWAARD), fact(YES, S, LINDENWAARD)]

    total = judge_standing([*many, fact(NO, S, AKKER)], recognising_schools=0, on=TODAY)

    assert (total.supporting, total.contradicting, total.schools) == (Fraction(3), Fraction(1), 1)


def test_judge_standing_never_depends_on_the_order_of_evidence():
    evidence = [S01, S09, P1, P3, S12_AGAINST]

    assert judge_standing(evidence, recognising_schools=1, on=TODAY) == judge_standing(
        reversed(evidence), recognising_schools=1, on=TODAY
    )


@pytest.mark.parametrize(
    ("day", "on", "expected"),
    [
        (date(2023, 11, 23), TODAY, False),
        (date(2023, 11, 22), TODAY, True),
        (date(2024, 2, 29), date(2027, 2, 28), False),
        (date(2024, 2, 29), date(2027, 3, 1), True),
    ],
    ids=["36 months to the day", "one day more", "leap day", "day after leap day"],
)
def test_is_older_than_months_counts_whole_months(day, on, expected):
    assert is_older_than_months(day, months=36, on=on) is expected
