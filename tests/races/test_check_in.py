"""Two organisers check in one person at once, and a phone sends one tap twice at once: with the lock and without."""

import pytest

from tests.races.processes import Processes, wait_until

SCRIPT = ("-m", "tests.races.check_in")


@pytest.fixture
def race(tmp_path, database_address):
    """Give a way to run taps at the same moment, and to look at what is left."""
    started = []

    def run(*actions: tuple, is_locked: bool = True) -> dict:
        settings = {"RACES_FOLDER": tmp_path, "RACES_UNLOCKED": int(not is_locked)}
        if database_address:
            settings["RACES_TABLES"] = 1
        processes = Processes(tmp_path, address=database_address, **settings)
        started.append(processes)
        processes.run(*SCRIPT, "make")
        running = [processes.start(*SCRIPT, *action) for action in actions]
        assert wait_until(lambda: len(list(tmp_path.glob("ready-*"))) == len(actions))
        (tmp_path / "go").touch()
        ended = [process.communicate(timeout=60) for process in running]
        left = processes.run(*SCRIPT, "look")
        return left | {"answers": sorted(output.strip() or errors[-300:] for output, errors in ended)}

    yield run
    for processes in started:
        processes.close()


def test_two_organisers_at_once_check_someone_in_once(race):
    left = race(("tap", 0), ("tap", 1))

    assert left == {"attendance": "present", "lines": 1, "answers": ['"already"', '"done"']}


def test_without_the_lock_both_think_they_did(race):
    left = race(("tap", 0), ("tap", 1), is_locked=False)

    assert left == {"attendance": "present", "lines": 2, "answers": ['"done"', '"done"']}


def test_one_tap_sent_twice_at_once_is_one(race):
    left = race(("send", 0), ("send", 1))

    assert left == {"attendance": "present", "lines": 1, "answers": ['"done"', '"done"']}


def test_without_the_lock_the_second_one_breaks(race):
    left = race(("send", 0), ("send", 1), is_locked=False)

    assert left["answers"] == ['"broken"', '"done"']
