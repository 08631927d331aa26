"""Two people of one school ask at once, and one asks while it ends: each in a process, with the locks and without."""

import pytest

from tests.races.processes import Processes, wait_until

SCRIPT = ("-m", "tests.races.joint_actions")


@pytest.fixture
def race(tmp_path, database_address):
    """Give a way to run actions at the same moment, and to look at what is left."""
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
        return left | {"answers": [output.strip() or errors[-300:] for output, errors in ended]}

    yield run
    for processes in started:
        processes.close()


def test_two_who_ask_at_once_for_one_school_are_one_request(race):
    left = race(("ask", 0), ("ask", 1))

    assert left["answers"] == ['"asked"', '"asked"']
    assert (left["parts"], left["people"], left["mails"]) == (["asked"], 3, 1)


def test_without_the_lock_they_are_two_requests(race):
    left = race(("ask", 0), ("ask", 1), is_locked=False)

    assert (left["answers"], left["mails"]) != (['"asked"', '"asked"'], 1)


def test_nobody_waits_for_an_answer_of_what_has_ended(race):
    left = race(("ask", 0), ("end",))

    assert left["state"] == "done"
    assert left["parts"] == ["interested"]


def test_without_the_lock_somebody_waits_for_ever(race):
    left = race(("ask", 0), ("end",), is_locked=False)

    assert (left["state"], left["parts"]) == ("done", ["asked"])
