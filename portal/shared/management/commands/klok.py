import logging

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from portal.shared.jobs.actions import run_due_jobs
from portal.shared.jobs.alive import show_alive
from portal.shared.jobs.stopping import StopSignal

logger = logging.getLogger("portal.jobs")

TICK_SECONDS = 5.0


class Command(BaseCommand):
    help = "Runs the periodic jobs when they are due, until it is stopped. Several clocks may run side by side."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Run what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            for name in run_due_jobs(at=timezone.now()):
                self.stdout.write(name)
            return
        stop = StopSignal()
        stop.listen()

        def is_stopping() -> bool:
            show_alive()
            return stop.is_set

        while not stop.is_set:
            close_old_connections()
            try:
                run_due_jobs(at=timezone.now(), is_stopping=is_stopping)
            except (DatabaseError, InterfaceError) as error:
                # The clock outlives a locked or absent database; what was due is still due afterwards.
                logger.warning("clock waits for the database error=%s", type(error).__name__)
                connections.close_all()
            stop.wait(TICK_SECONDS)
