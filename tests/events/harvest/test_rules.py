"""When one may answer, what organisers see of it, and when a promise comes back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.harvest.rules import (
    FeedbackRefusal,
    Reminder,
    afterwards_due_at,
    decide_feedback,
    distribution,
    due_reminder,
    is_afterwards_due,
    is_late,
    reminder_day,
    shows_names,
    shows_results,
)

END = datetime(2027, 2, 11, 11, 0, tzinfo=UTC)
DUE = date(2027, 3, 12)


@pytest.mark.parametrize(
    ("is_planned", "took_part", "after", "expected"),
    [
        (True, True, timedelta(), None),
        (True, True, timedelta(days=21, seconds=-1), None),
        (True, True, timedelta(days=21), FeedbackRefusal.CLOSED),
        (True, True, timedelta(seconds=-1), FeedbackRefusal.NOT_OVER),
        (True, False, timedelta(days=1), FeedbackRefusal.NOT_THERE),
        (False, True, timedelta(days=1), FeedbackRefusal.NOT_PLANNED),
        (False, False, timedelta(days=30), FeedbackRefusal.NOT_PLANNED),
    ],
)
def test_who_took_part_answers_for_three_weeks(is_planned, took_part, after, expected):
    found = decide_feedback(is_planned=is_planned, ends_at=END, took_part=took_part, at=END + after)
    assert found == expected


@pytest.mark.parametrize(
    ("ends_at", "expected"),
    [
        (END, "2027-02-12 09:00 CET"),
        # Past midnight in Amsterdam is the next day, and its morning after that.
        (datetime(2027, 2, 10, 23, 30, tzinfo=UTC), "2027-02-12 09:00 CET"),
        # A Friday, before the weekend; Good Friday lets it wait over Easter, and the clock has changed.
        (datetime(2027, 2, 12, 11, 0, tzinfo=UTC), "2027-02-15 09:00 CET"),
        (datetime(2027, 3, 26, 11, 0, tzinfo=UTC), "2027-03-30 09:00 CEST"),
    ],
)
def test_the_mail_afterwards_goes_on_the_next_working_morning(ends_at, expected):
    assert f"{afterwards_due_at(ends_at):%Y-%m-%d %H:%M %Z}" == expected


def test_the_mail_afterwards_waits_for_its_morning_and_not_until_answering_is_over():
    due = afterwards_due_at(END)
    moments = (due - timedelta(seconds=1), due, END + timedelta(days=20), END + timedelta(days=21))
    assert [is_afterwards_due(ends_at=END, at=at) for at in moments] == [False, True, True, False]


def test_fewer_than_five_answers_are_not_shown():
    assert [shows_results(number) for number in (0, 4, 5)] == [False, False, True]


@pytest.mark.parametrize(
    ("answers", "named", "expected"), [(5, 5, True), (5, 4, False), (9, 5, False), (10, 5, True), (5, 0, True)]
)
def test_names_show_only_when_they_point_at_nobody_else(answers, named, expected):
    assert shows_names(answers=answers, named=named) is expected


def test_each_score_has_a_line_also_what_nobody_gave():
    lines = distribution([5, 5, 4, 1])
    assert [(line.score, line.number, line.percent) for line in lines] == [
        (5, 2, 50),
        (4, 1, 25),
        (3, 0, 0),
        (2, 0, 0),
        (1, 1, 25),
    ]
    assert [line.percent for line in distribution([])] == [0, 0, 0, 0, 0]


def test_a_day_of_reminders_begins_at_eight():
    assert reminder_day(datetime(2027, 3, 12, 6, 59, tzinfo=UTC)) == date(2027, 3, 11)
    assert reminder_day(datetime(2027, 3, 12, 7, 0, tzinfo=UTC)) == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("today", "set_on", "week_for", "day_for", "expected"),
    [
        (date(2027, 3, 4), date(2027, 2, 12), None, None, None),
        (date(2027, 3, 5), date(2027, 2, 12), None, None, Reminder.WEEK),
        # The clock stood still for days: late is better than never.
        (date(2027, 3, 11), date(2027, 2, 12), None, None, Reminder.WEEK),
        (date(2027, 3, 5), date(2027, 2, 12), DUE, None, None),
        # Moved to another day since: it begins anew.
        (date(2027, 3, 5), date(2027, 2, 12), date(2027, 3, 1), date(2027, 3, 1), Reminder.WEEK),
        # Said within that week: nobody has forgotten yet.
        (date(2027, 3, 8), date(2027, 3, 5), None, None, None),
        (DUE, date(2027, 3, 11), None, None, Reminder.DAY),
        (DUE, date(2027, 2, 12), DUE, DUE, None),
        (date(2027, 3, 26), date(2027, 2, 12), None, None, Reminder.DAY),
        (date(2027, 3, 27), date(2027, 2, 12), None, None, None),
    ],
)
def test_a_promise_comes_back_a_week_before_and_on_its_day(today, set_on, week_for, day_for, expected):
    found = due_reminder(due_on=DUE, set_on=set_on, week_told_for=week_for, day_told_for=day_for, today=today)
    assert found == expected


def test_late_is_open_after_its_day():
    assert not is_late(is_open=True, due_on=DUE, today=DUE)
    assert is_late(is_open=True, due_on=DUE, today=date(2027, 3, 13))
    assert not is_late(is_open=False, due_on=DUE, today=date(2027, 3, 13))
