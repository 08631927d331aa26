"""When sealed reflections open, who is reminded, and how texts are cut."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.reflections.rules import (
    OPENS_NOW,
    Opening,
    decide_opening,
    is_reminder_due,
    names_in,
    sealed_until,
    sentences,
    story_answers,
    version_of,
)

LAST_DAY = date(2027, 2, 11)
IN_TIME = datetime(2027, 2, 25, 22, 59, 59, tzinfo=UTC)
OVER = datetime(2027, 2, 25, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("guest_in", "host_in", "is_open", "at", "expected"),
    [
        pytest.param(False, False, False, IN_TIME, Opening.NOTHING_IN, id="nobody, in time"),
        pytest.param(False, False, False, OVER, Opening.NOTHING_IN, id="nobody, over"),
        pytest.param(True, False, False, IN_TIME, Opening.SEALED, id="guest alone, in time"),
        pytest.param(False, True, False, IN_TIME, Opening.SEALED, id="host alone, in time"),
        pytest.param(True, False, False, OVER, Opening.TIME_UP, id="guest alone, over"),
        pytest.param(False, True, False, OVER, Opening.TIME_UP, id="host alone, over"),
        pytest.param(True, True, False, IN_TIME, Opening.BOTH_IN, id="both, in time"),
        pytest.param(True, True, False, OVER, Opening.BOTH_IN, id="both, over"),
        pytest.param(True, False, True, OVER, Opening.OPEN, id="opened by time before"),
        pytest.param(False, False, True, IN_TIME, Opening.OPEN, id="opened, and someone left"),
    ],
)
def test_reflections_open_when_both_are_in_or_two_weeks_passed(guest_in, host_in, is_open, at, expected):
    found = decide_opening(last_day_on=LAST_DAY, guest_in=guest_in, host_in=host_in, is_open=is_open, at=at)

    assert found is expected


def test_two_weeks_end_at_midnight_here_also_across_a_clock_change():
    assert sealed_until(LAST_DAY) == datetime(2027, 2, 25, 23, 0, tzinfo=UTC)
    assert sealed_until(date(2027, 3, 20)) == datetime(2027, 4, 3, 22, 0, tzinfo=UTC)


@given(
    guest_in=st.booleans(),
    host_in=st.booleans(),
    is_open=st.booleans(),
    minutes=st.integers(min_value=-60 * 24 * 40, max_value=60 * 24 * 40),
    later=st.integers(min_value=0, max_value=60 * 24 * 40),
)
def test_nothing_opens_early_and_what_opened_stays_open(guest_in, host_in, is_open, minutes, later):
    at = OVER + timedelta(minutes=minutes)
    case = {"last_day_on": LAST_DAY, "guest_in": guest_in, "host_in": host_in}
    found = decide_opening(**case, is_open=is_open, at=at)

    if found in OPENS_NOW:
        assert (guest_in and host_in) or (at >= OVER and (guest_in or host_in))
    if found in (*OPENS_NOW, Opening.OPEN):
        after = decide_opening(**case, is_open=True, at=at + timedelta(minutes=later))
        assert after is Opening.OPEN
    assert (found is Opening.SEALED) == (not is_open and guest_in != host_in and at < OVER)


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        pytest.param(datetime(2027, 2, 11, 20, tzinfo=UTC), date(2027, 2, 18), id="a Thursday"),
        pytest.param(datetime(2027, 2, 12, 23, 30, tzinfo=UTC), date(2027, 2, 19), id="a Saturday here"),
        pytest.param(datetime(2027, 3, 25, 9, tzinfo=UTC), date(2027, 4, 5), id="over Good Friday and Easter Monday"),
    ],
)
def test_a_reminder_comes_after_five_working_days(asked_at, due):
    midnight = datetime.combine(due, datetime.min.time(), tzinfo=UTC)

    assert is_reminder_due(asked_at=asked_at, at=midnight + timedelta(hours=6))
    assert not is_reminder_due(asked_at=asked_at, at=midnight - timedelta(hours=6))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Een zin. Nog één! En dan?", ["Een zin.", "Nog één!", "En dan?"], id="three"),
        pytest.param("Regel een\nRegel twee\r\n\r\n- ", ["Regel een", "Regel twee"], id="lines"),
        pytest.param("“Kijk eens.” Dat zei ze.", ["“Kijk eens.", "Dat zei ze."], id="quotation marks"),
        pytest.param("Om 9.30 uur ging het mis.", ["Om 9.30 uur ging het mis."], id="a number"),
        pytest.param("Nee. Nee. Nee.", ["Nee."], id="once"),
        pytest.param(" ... \n", [], id="no words"),
    ],
)
def test_a_text_is_cut_into_its_sentences(text, expected):
    assert sentences(text) == expected


@given(st.text(max_size=300))
def test_every_sentence_stands_in_the_text_and_holds_words(text):
    plain = " ".join(text.split())
    for sentence in sentences(text):
        assert sentence in plain
        assert any(character.isalnum() for character in sentence)


def test_names_are_found_as_whole_words():
    assert names_in("Ik zag hoe Roos dat deed.", ["Roos", ""])
    assert not names_in("Een roos op tafel, en Roosendaal.", ["Roos", " "])


def test_the_material_is_the_summary_and_the_released_sentences():
    found = story_answers(text=" Samen kijken. ", quotes=[("Ik zag kabels.", "gast")])

    assert found == {"worked": "Samen kijken.\n\n“Ik zag kabels.” (gast)"}


def test_a_version_names_what_stands_where():
    assert version_of(["a", "b"]) != version_of(["ab", ""])
    assert version_of(["a", "b"]) == version_of(["a", "b"])
