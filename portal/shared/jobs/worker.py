"""The task worker: that of django-tasks-db, made to outlive the database's bad moments.

We run its own loop instead of writing one, so that claims, task signals and settings stay those of the library. Two
things are ours. On SQLite with IMMEDIATE transactions its BEGIN raises outside its own `try` when a lock outlives the
timeout, and on PostgreSQL a restart breaks the connection; stock, either ends the process (RELIABILITY, finding 3 and
G11). And a stop signal lets the loop end by itself, so that no task is left claimed but not started.
"""

import logging
import os
import signal
import socket

from django.db import DatabaseError, InterfaceError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal.shared.jobs.alive import show_alive
from portal.shared.jobs.stopping import StopSignal

logger = logging.getLogger("portal.worker")

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 15.0


class SteadyWorker(Worker):
    """A worker of all queues that only ends when it is told to."""

    def __init__(self, *, interval: float = 1.0, batch: bool = False) -> None:
        name = f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(8)}"
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self._stop = StopSignal()

    @property
    def running(self) -> bool:
        """Whether to go on. The library's loop asks this at each round, so here the worker shows that it lives."""
        show_alive()
        return self._running

    @running.setter
    def running(self, value: bool) -> None:
        self._running = value

    def shutdown(self, signum: int, frame) -> None:
        """Finish the task at hand, then end; a second signal ends at once."""
        logger.info("worker stops after the task at hand signal=%s", signal.Signals(signum).name)
        self.running = False
        self._stop.is_set = True
        self.reset_signals()

    def run(self) -> None:
        """Work until stopped, or in batch mode until nothing is left; database errors only make it wait."""
        wait = FIRST_WAIT_SECONDS
        while self.running:
            done_before = self._run_tasks
            try:
                super().run()
            except (DatabaseError, InterfaceError) as error:
                if self._run_tasks > done_before:
                    wait = FIRST_WAIT_SECONDS
                logger.warning("worker waits for the database error=%s seconds=%s", type(error).__name__, wait)
                connections.close_all()
                self._stop.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)
            else:
                return
