"""Which tests a second run on another database leaves out: those that cannot reach one, and no other."""

import pytest

from conftest import can_reach_database


@pytest.mark.parametrize(
    ("fixtures", "markers", "expected"),
    [
        ([], [], False),
        (["settings", "tmp_path", "_fresh_caches"], ["parametrize", "thorough"], False),
        (["coach", "db"], [], True),
        (["transactional_db"], [], True),
        # Fixtures of a whole file open the database themselves.
        (["laid_once", "django_db_setup", "django_db_blocker"], [], True),
        ([], ["django_db"], True),
    ],
)
def test_whoever_asks_for_the_database_can_reach_it(fixtures, markers, expected):
    assert can_reach_database(fixtures, set(markers)) is expected


def test_this_test_is_marked_as_one_that_cannot(request):
    assert request.node.get_closest_marker("no_database") is not None


def test_a_test_with_a_database_is_not(request, db):
    assert request.node.get_closest_marker("no_database") is None
