"""Several clocks hand a question over, and two people choose its best answer: at the same moment, each in a process."""

import pytest

from tests.races.processes import Processes

SCRIPT = ("-m", "tests.races.questions")
CLOCKS = 2


@pytest.fixture
def processes(tmp_path, database_address):
    """A database with two questions."""
    started = Processes(tmp_path, address=database_address, RACES_TABLES=int(bool(database_address)))
    started.run(*SCRIPT, "make")
    yield started
    started.close()


def finish(started) -> list[str]:
    outputs = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * len(started), outputs
    return [output for output, _errors in outputs]


def test_clocks_that_run_at_once_hand_a_question_over_once(processes):
    finish([processes.start(*SCRIPT, "hand_over") for _clock in range(CLOCKS)])

    routes = processes.rows(
        "SELECT r.state, count(*), count(DISTINCT r.member_id) FROM network_route r JOIN network_question q "
        "ON q.id = r.question_id WHERE q.state = 'open' GROUP BY r.state ORDER BY r.state"
    )
    assert routes == [("late", 2, 2), ("waiting", 2, 2)]
    told = "SELECT count(*) FROM shared_outboxmail WHERE purpose = 'network.question_whereabouts'"
    assert processes.rows(told) == [(1,)]


def test_two_choices_at_once_leave_one_best_answer_and_tell_each_writer_at_most_once(processes):
    finish([processes.start(*SCRIPT, "accept", number) for number in (0, 1)])

    rows = processes.rows(
        "SELECT state, CASE WHEN best_answer_id IS NULL THEN 0 ELSE 1 END FROM network_question WHERE state != 'open'"
    )
    assert rows == [("accepted", 1)]
    mails = processes.rows(
        "SELECT count(*), count(DISTINCT recipient_key) FROM shared_outboxmail WHERE purpose = 'network.question_best'"
    )
    assert mails == [(2, 2)]
