"""Which tests a second run on another database leaves out: those that cannot reach one, or don't depend on which."""

from types import SimpleNamespace

import pytest

from conftest import RACES, can_reach_database, check_once


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


def item(*markers: str, folder=RACES.parent / "design"):
    found = [SimpleNamespace(name=name) for name in markers]
    return SimpleNamespace(nodeid="a test", path=folder / "test_x.py", iter_markers=lambda: found)


@pytest.mark.parametrize(
    "refused",
    [item("once", "postgres"), item("once", "elasticsearch"), item("once", folder=RACES)],
    ids=["of a database", "of a server", "a race"],
)
def test_what_depends_on_the_database_runs_on_each(refused):
    with pytest.raises(pytest.UsageError):
        check_once(refused)


def test_a_sweep_over_templates_may_run_once():
    check_once(item("once", "thorough", "django_db"))
