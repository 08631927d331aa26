"""Mail and worker survive what processes and databases do to them (RELIABILITY G9, G11, G25)."""

import shutil
import signal
import time

import pytest

from tests.races.processes import Processes, wait_until
from tests.shared.mail_server import mail_service

SCRIPT = ("-m", "tests.races.outbox")
MAILS = 20


@pytest.fixture
def service():
    with mail_service() as (fake, port):
        fake.port = port
        yield fake


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    """A file with our tables, made once and copied per test: each process costs a start of Django."""
    made = Processes(tmp_path_factory.mktemp("races"))
    made.run(*SCRIPT, "make", 0)
    return made.database


@pytest.fixture
def processes(tmp_path, service, empty_database):
    started = Processes(tmp_path, RACES_MAIL_PORT=service.port, RACES_LOCK_TIMEOUT=0.5, PAUSE_AFTER_SEND=0.1)
    shutil.copy(empty_database, started.database)
    yield started
    started.close()


def test_killed_senders_lose_no_mail(processes, service):
    processes.run(*SCRIPT, "post", MAILS)
    kills = 0

    # Killed at changing moments: the pause after a send is long, so most die between sending and noting it.
    for wanted in (3, 9, 15):
        sender = processes.start(*SCRIPT, "deliver", 1)
        assert wait_until(lambda wanted=wanted: len(service.received) >= wanted)
        time.sleep(0.03 * kills)
        sender.kill()
        sender.wait(timeout=30)
        kills += 1
    last = processes.start(*SCRIPT, "deliver", 1)
    assert last.wait(timeout=90) == 0

    recipients = [message["To"] for message in service.received]
    pairs = {(message["To"], message["Message-ID"]) for message in service.received}
    assert set(recipients) == {f"lid{n}@x.example" for n in range(MAILS)}
    assert len(recipients) - MAILS <= kills
    assert len(pairs) == MAILS
    assert processes.rows("SELECT DISTINCT state FROM shared_outboxmail") == [("sent",)]


def test_two_senders_at_once_send_each_mail_once(processes, service):
    processes.run(*SCRIPT, "post", 10)

    senders = [processes.start(*SCRIPT, "deliver", 300) for _n in range(2)]

    assert [sender.wait(timeout=90) for sender in senders] == [0, 0]
    assert sorted(message["To"] for message in service.received) == sorted(f"lid{n}@x.example" for n in range(10))


def test_the_worker_outlives_a_locked_database_and_stops_when_told(processes, service):
    worker = processes.start("manage.py", "worker", "--interval", "0.1")
    processes.run(*SCRIPT, "post", 1)
    assert wait_until(lambda: len(service.received) == 1)

    with processes.connect() as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(3)
        survived = worker.poll() is None
        connection.execute("ROLLBACK")
    processes.run(*SCRIPT, "post", 2)

    assert survived
    assert wait_until(lambda: len(service.received) == 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0


def test_the_clock_outlives_a_database_without_tables_and_then_sends(tmp_path, service):
    processes = Processes(tmp_path, RACES_MAIL_PORT=service.port)
    clock = processes.start("manage.py", "klok", log=tmp_path / "clock.log")
    try:
        time.sleep(5)
        survived = clock.poll() is None
        processes.run(*SCRIPT, "make", 1)
        sent = wait_until(lambda: len(service.received) == 1)
        clock.send_signal(signal.SIGTERM)
        code = clock.wait(timeout=30)
    finally:
        processes.close()

    assert (survived, sent, code) == (True, True, 0)


def test_a_limit_holds_over_threads(processes):
    assert processes.run(*SCRIPT, "count", 6, 8, 20) == [48, 20]


@pytest.mark.postgres
def test_three_senders_on_postgresql_send_each_mail_once(tmp_path, service, postgres_address):
    processes = Processes(tmp_path, address=postgres_address, RACES_MAIL_PORT=service.port)
    try:
        processes.run(*SCRIPT, "post", MAILS)
        senders = [processes.start(*SCRIPT, "deliver", 300) for _n in range(3)]
        codes = [sender.wait(timeout=90) for sender in senders]
        counted = processes.run(*SCRIPT, "count", 6, 8, 20)
    finally:
        processes.close()

    assert codes == [0, 0, 0]
    assert sorted(message["To"] for message in service.received) == sorted(f"lid{n}@x.example" for n in range(MAILS))
    assert counted == [48, 20]
