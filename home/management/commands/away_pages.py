"""manage.py away_pages FOLDER: the pages that the proxy shows when no web answers."""

from pathlib import Path

from django.core.management.base import BaseCommand

from home.machines.away import write_pages


class Command(BaseCommand):
    """Write the pages for a proxy; the composition does so at each start."""

    help = "Write the pages that the proxy shows itself, with what they are set in, into a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options):
        write_pages(folder)
