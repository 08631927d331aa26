"""Whose names, needs and absences organisers see."""

from datetime import UTC, datetime, timedelta

import pytest

from events.desk.rules import modes_taken, shows_names, shows_needs

END = datetime(2027, 2, 11, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("shows", "days"), [(shows_needs, 14), (shows_names, 183)], ids=["needs two weeks", "names half a year"]
)
def test_what_is_shown_ends_on_the_promised_moment(shows, days):
    until = END + timedelta(days=days)
    assert [shows(ends_at=END, at=at) for at in (END - timedelta(days=30), until - SECOND, until)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("present", "taken"),
    [
        ({}, set()),
        ({"on_site": 0}, set()),
        ({"on_site": 3}, {"on_site"}),
        ({"on_site": 3, "online": 1}, {"on_site", "online"}),
    ],
    ids=["nobody noted", "zero", "only at the door", "both"],
)
def test_absence_counts_only_where_someone_was_noted_as_present(present, taken):
    assert modes_taken(present) == taken
