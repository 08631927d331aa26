"""How well two fit, and why, on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.matching.rules import (
    MOST_POINTS,
    Distances,
    Ground,
    Limit,
    OfferFacts,
    Span,
    WishFacts,
    common_span,
    limit_of,
    points_of,
    reasons_of,
)

TODAY = date(2027, 1, 4)
MARCH, LAST_OF_MARCH = date(2027, 3, 1), date(2027, 3, 31)


def offer(**columns):
    usual = {"pk": 1, "owner_id": 10, "school_id": 1, "direction": "teacher_to_ict", "themes": frozenset({1})}
    return OfferFacts(**{**usual, **columns})


def wish(**columns):
    usual = {"pk": 1, "owner_id": 20, "school_id": 2, "direction": "teacher_to_ict", "themes": frozenset({1})}
    return WishFacts(**{**usual, **columns})


def test_everything_shared_gives_all_points():
    same = {
        "themes": frozenset({1, 2, 3}),
        "systems": frozenset({1, 2}),
        "weekdays": frozenset({0, 1}),
        "starts_on": MARCH,
        "ends_on": MARCH + timedelta(weeks=9),
    }
    assert points_of(offer(**same), wish(**same), kilometres=5, on=TODAY) == MOST_POINTS


@pytest.mark.parametrize(
    ("of_offer", "of_wish", "kilometres", "limit"),
    [
        pytest.param({}, {}, 10, None, id="fits"),
        pytest.param({"direction": "coach_to_coach"}, {}, 10, Limit.DIRECTION, id="other direction"),
        pytest.param({"owner_id": 20}, {}, 10, Limit.SAME_PERSON, id="same person"),
        pytest.param({"free_places": 0}, {}, 10, Limit.FULL, id="full"),
        pytest.param({"school_id": 2}, {"is_own_school_fine": False}, 0, Limit.OWN_SCHOOL, id="own school not wanted"),
        pytest.param({"school_id": 2}, {}, 0, None, id="own school is fine"),
        pytest.param({}, {"themes": frozenset({2})}, 10, Limit.NOTHING_SHARED, id="other theme"),
        pytest.param({"themes": frozenset()}, {"themes": frozenset({2})}, 10, None, id="place open about content"),
        pytest.param({}, {"most_km": 50}, 51, Limit.TOO_FAR, id="too far"),
        pytest.param({}, {"most_km": 50}, 50, None, id="just near enough"),
        pytest.param({}, {"most_km": 50}, None, Limit.TOO_FAR, id="distance not known, and a limit"),
        pytest.param({}, {}, None, None, id="distance not known, no limit"),
        pytest.param(
            {"ends_on": date(2027, 2, 1)}, {"starts_on": MARCH}, 10, Limit.NO_COMMON_TIME, id="no common time"
        ),
        pytest.param({"ends_on": date(2027, 1, 3)}, {}, 10, Limit.NO_COMMON_TIME, id="time has passed"),
    ],
)
def test_limits(of_offer, of_wish, kilometres, limit):
    one, other = offer(**of_offer), wish(**of_wish)

    assert limit_of(one, other, kilometres=kilometres, on=TODAY) is limit
    if limit is not None:
        assert points_of(one, other, kilometres=kilometres, on=TODAY) == 0
        assert reasons_of(one, other, kilometres=kilometres, on=TODAY) == []


@pytest.mark.parametrize(
    ("of_offer", "of_wish", "kilometres", "ground", "points"),
    [
        pytest.param({}, {}, 200, Ground.THEMES, 20, id="one theme"),
        pytest.param({"themes": frozenset({1, 2})}, {"themes": frozenset({1, 2})}, 200, Ground.THEMES, 26, id="two"),
        pytest.param({"systems": frozenset({4})}, {"systems": frozenset({4})}, 200, Ground.SYSTEMS, 14, id="system"),
        pytest.param({}, {}, 15, Ground.DISTANCE, 15, id="near"),
        pytest.param({}, {}, 82.5, Ground.DISTANCE, 8, id="half way"),
        pytest.param({}, {}, 150, Ground.DISTANCE, 0, id="far"),
        pytest.param({}, {}, None, Ground.DISTANCE, 0, id="distance not known"),
        pytest.param({}, {}, 200, Ground.PERIOD, 15, id="always"),
        pytest.param({"starts_on": MARCH, "ends_on": MARCH}, {}, 200, Ground.PERIOD, 5, id="one day"),
        pytest.param(
            {"starts_on": MARCH, "ends_on": MARCH + timedelta(weeks=4)}, {}, 200, Ground.PERIOD, 10, id="four weeks"
        ),
        pytest.param({"weekdays": frozenset({0})}, {"weekdays": frozenset({0})}, 200, Ground.WEEKDAYS, 7, id="one day"),
        pytest.param({"weekdays": frozenset({0})}, {"weekdays": frozenset({1})}, 200, Ground.WEEKDAYS, 0, id="no day"),
        pytest.param({"weekdays": frozenset({0})}, {}, 200, Ground.WEEKDAYS, 10, id="any day"),
        pytest.param({"half_days": 3}, {"half_days": 2}, 200, Ground.HALF_DAYS, 6, id="nearly as long"),
        pytest.param({"half_days": 4}, {"half_days": 2}, 200, Ground.HALF_DAYS, 0, id="twice as long"),
    ],
)
def test_points_of_each_ground(of_offer, of_wish, kilometres, ground, points):
    reasons = reasons_of(offer(**of_offer), wish(**of_wish), kilometres=kilometres, on=TODAY)

    assert {reason.ground: reason.points for reason in reasons}.get(ground, 0) == points


@pytest.mark.parametrize(
    ("of_offer", "of_wish", "span"),
    [
        pytest.param({}, {}, Span(TODAY, None), id="both open"),
        pytest.param({"starts_on": MARCH}, {"ends_on": LAST_OF_MARCH}, Span(MARCH, LAST_OF_MARCH), id="overlap"),
        pytest.param({"ends_on": TODAY}, {}, Span(TODAY, TODAY), id="until today"),
        pytest.param({"ends_on": MARCH}, {"starts_on": LAST_OF_MARCH}, None, id="none"),
    ],
)
def test_common_time(of_offer, of_wish, span):
    assert common_span(offer(**of_offer), wish(**of_wish), on=TODAY) == span


def test_distance_between_schools_is_known_only_with_both_spots():
    utrecht, maastricht = (52.09, 5.12), (50.85, 5.69)
    distances = Distances()

    assert round(distances.between(offer(spot=utrecht), wish(spot=maastricht))) == 143
    assert distances.between(offer(school_id=3), wish(spot=utrecht)) is None
    assert distances.between(offer(school_id=4), wish(school_id=4)) == 0


_days = st.none() | st.integers(-30, 120).map(lambda n: TODAY + timedelta(days=n))
_facts = st.fixed_dictionaries(
    {
        "themes": st.frozensets(st.integers(1, 4), max_size=3),
        "systems": st.frozensets(st.integers(1, 4), max_size=3),
        "half_days": st.integers(1, 5),
        "weekdays": st.frozensets(st.integers(0, 6), max_size=3),
        "starts_on": _days,
        "ends_on": _days,
    }
)


@settings(max_examples=150, deadline=None)
@given(_facts, _facts, st.none() | st.floats(0, 300), st.none() | st.integers(0, 300))
def test_reasons_explain_every_point(of_offer, of_wish, kilometres, most_km):
    one, other = offer(**of_offer), wish(**of_wish, most_km=most_km)

    points = points_of(one, other, kilometres=kilometres, on=TODAY)
    reasons = reasons_of(one, other, kilometres=kilometres, on=TODAY)

    assert sum(reason.points for reason in reasons) == points <= MOST_POINTS
    assert all(reason.points > 0 for reason in reasons)
    assert [reason.ground for reason in reasons] == sorted(
        (reason.ground for reason in reasons), key=list(Ground).index
    )
