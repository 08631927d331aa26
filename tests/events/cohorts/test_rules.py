"""What holds in a fixed group, on plain values."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.cohorts.rules import (
    NoteDecision,
    PairReason,
    Person,
    SizeDecision,
    decide_size,
    decide_writing,
    joint_texts,
    pairs_fit,
    propose_pairs,
    propose_roles,
    reason_of,
)


@pytest.mark.parametrize(
    ("number", "decision"),
    [
        (0, SizeDecision.TOO_FEW),
        (3, SizeDecision.TOO_FEW),
        (4, SizeDecision.FITS),
        (6, SizeDecision.FITS),
        (7, SizeDecision.TOO_MANY),
    ],
)
def test_both_ends_of_the_size_belong_to_it(number, decision):
    assert decide_size(number, least=4, most=6) is decision


@pytest.mark.parametrize(
    ("takes_part", "organises", "is_closed", "decision"),
    [
        (False, False, False, NoteDecision.NOT_INSIDE),
        (False, False, True, NoteDecision.NOT_INSIDE),
        (True, False, False, NoteDecision.ALLOWED),
        (False, True, False, NoteDecision.ALLOWED),
        (True, True, True, NoteDecision.FINISHED),
    ],
)
def test_who_may_write(takes_part, organises, is_closed, decision):
    assert decide_writing(takes_part=takes_part, organises=organises, is_closed=is_closed) is decision


def person(key, school=None, bank=""):
    return Person(key, school, bank)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([person("a", 1, "ict"), person("b", 2, "onderwijs")], PairReason.BOTH),
        ([person("a", 1, "ict"), person("b", 2, "ict")], PairReason.SCHOOLS),
        ([person("a", 1, "ict"), person("b", 1, "onderwijs")], PairReason.BANKS),
        ([person("a", 1, "ict"), person("b", 1, "ict")], PairReason.LEFT_OVER),
        ([person("a"), person("b", 1, "ict")], PairReason.LEFT_OVER),
        ([person("a", 1, "ict"), person("b", 2, "ict"), person("c", 3, "onderwijs")], PairReason.BOTH),
        ([person("a", 1, "ict"), person("b", 2, "ict"), person("c", 2, "ict")], PairReason.LEFT_OVER),
    ],
)
def test_what_a_pair_has_to_learn_from_each_other(people, reason):
    assert reason_of(people) is reason


def test_pairs_cross_schools_and_banks():
    facts = [("a", 1, "ict"), ("b", 1, "onderwijs"), ("c", 2, "ict"), ("d", 2, "onderwijs")]

    pairs = propose_pairs([person(*fact) for fact in facts])

    assert {frozenset(pair.keys) for pair in pairs} == {frozenset("ad"), frozenset("bc")}
    assert {pair.reason for pair in pairs} == {PairReason.BOTH}


def test_no_two_of_one_school_while_it_has_half_of_the_people():
    people = [person(f"x{n}", 1, "ict") for n in range(4)] + [person(f"y{n}", n + 2, "ict") for n in range(4)]

    assert {pair.reason for pair in propose_pairs(people)} == {PairReason.SCHOOLS}


def test_an_odd_one_makes_a_group_of_three_and_everyone_is_in_one():
    people = [person(f"p{n}", n % 3, "ict" if n % 2 else "onderwijs") for n in range(7)]

    pairs = propose_pairs(people)

    assert sorted(len(pair.keys) for pair in pairs) == [2, 2, 3]
    assert sorted(key for pair in pairs for key in pair.keys) == sorted(each.key for each in people)


def test_the_order_of_the_people_changes_nothing():
    people = [person(f"p{n}", n % 4, "ict" if n % 3 else "onderwijs") for n in range(11)]
    first = {frozenset(pair.keys) for pair in propose_pairs(people)}

    for seed in range(5):
        random.Random(seed).shuffle(people)  # noqa: S311 - an order, no secret
        assert {frozenset(pair.keys) for pair in propose_pairs(people)} == first


def ways_to_pair(people):
    if not people:
        return [[]]
    first, *others = people
    return [
        [(first, other), *rest]
        for place, other in enumerate(others)
        for rest in ways_to_pair(others[:place] + others[place + 1 :])
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([None, 1, 2, 3]), st.sampled_from(["", "ict", "onderwijs"])), min_size=8, max_size=8
    )
)
def test_no_other_pairing_crosses_more_schools(facts):
    people = [person(f"p{number}", *fact) for number, fact in enumerate(facts)]
    crossing = {PairReason.BOTH, PairReason.SCHOOLS}

    proposed = sum(pair.reason in crossing for pair in propose_pairs(people))

    assert proposed == max(sum(reason_of(pair) in crossing for pair in way) for way in ways_to_pair(people))


@pytest.mark.parametrize("number", [0, 1])
def test_one_person_has_no_buddy(number):
    assert propose_pairs([person("a", 1, "ict")] * number) == []


@pytest.mark.parametrize(
    ("sizes", "fits"),
    [([], True), ([2, 2], True), ([2, 3], True), ([3, 3], False), ([1, 2], False), ([4], False)],
)
def test_two_and_at_most_one_three(sizes, fits):
    assert pairs_fit(sizes) is fits


def test_a_role_goes_to_who_practised_it_least():
    given = propose_roles(
        ["a", "b", "c"],
        roles=["voorzitter", "observator"],
        practised={"a": ["voorzitter"], "b": ["observator"]},
    )

    # Neither does again what they did; who did nothing yet has a role, too.
    assert given == {"c": "voorzitter", "a": "observator"}


def test_with_few_people_some_roles_stay_open():
    assert propose_roles(["a"], roles=["voorzitter", "observator"], practised={}) == {"a": "voorzitter"}
    assert propose_roles([], roles=["voorzitter"], practised={}) == {}


def test_over_as_many_dates_as_people_everyone_practises_every_role():
    keys, roles = ["a", "b", "c"], ["een", "twee", "drie"]
    practised: dict[str, list[str]] = {key: [] for key in keys}
    for _date in keys:
        for key, role in propose_roles(keys, roles=roles, practised=practised).items():
            practised[key].append(role)

    assert {key: sorted(done) for key, done in practised.items()} == {key: sorted(roles) for key in keys}


def test_joint_story_holds_what_was_given_and_nothing_else():
    assert joint_texts(wanted=" Leren. ", did="", takeaways=["Rust.", " ", "Lef."]) == {
        "wanted": "Leren.",
        "worked": "Rust.\n\nLef.",
    }
