from django.core.management.base import BaseCommand

from portal.shared.jobs.worker import SteadyWorker


class Command(BaseCommand):
    help = "Runs background tasks (mail, search index, …) until it is stopped; survives an absent database."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Run what waits, then end.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks at an empty queue.")

    def handle(self, *, once, interval, **options):
        worker = SteadyWorker(interval=interval, batch=once)
        worker.configure_signals()
        worker.run()
