import logging
from datetime import UTC, datetime, timedelta

from portal.shared.limits.actions import allow, forget_old_counts
from portal.shared.log_lines import mark_of
from portal.shared.models import RateCount

AT = datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC)


def tries(number, *, who="lid-1", name="test", at=AT):
    return [allow(name=name, who=who, limit=2, window_seconds=60, at=at) for _n in range(number)]


def test_the_limit_holds_within_a_window(db):
    assert tries(4) == [True, True, False, False]


def test_each_person_and_each_thing_counts_apart(db):
    tries(2)

    assert tries(1, who="lid-2") == [True]
    assert tries(1, name="other") == [True]
    assert tries(1) == [False]


def test_a_new_window_starts_afresh(db):
    tries(2)

    assert tries(1, at=AT + timedelta(seconds=29)) == [False]
    assert tries(1, at=AT + timedelta(seconds=30)) == [True]


def test_who_it_was_is_not_stored(db):
    tries(1, who="noor@lindenwaard.example")

    assert "noor" not in str(RateCount.objects.values_list().get())


def test_a_limit_that_was_reached_is_a_line_without_who_it_was(db, caplog):
    caplog.set_level(logging.INFO, "portal.limits")

    tries(3, who="noor@lindenwaard.example")

    assert [record.getMessage() for record in caplog.records] == ["limit reached test"]
    assert [record.client for record in caplog.records] == [mark_of("noor@lindenwaard.example")]
    assert "noor" not in caplog.text


def test_counts_of_past_windows_are_deleted(db):
    tries(1)
    tries(1, at=AT + timedelta(hours=1))

    assert forget_old_counts(AT + timedelta(minutes=30)) == 1
    assert RateCount.objects.get().window_starts_at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
