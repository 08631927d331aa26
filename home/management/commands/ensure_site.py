"""manage.py ensure_site: make what every site needs; at each start, quick when nothing is missing."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from home.foundation.actions import ensure_site


class Command(BaseCommand):
    help = "Make front page, lists, groups, rights, workflow and holidays where they are missing."

    def handle(self, *args, **options):
        call_command("createcachetable", verbosity=0)
        report = ensure_site(at=timezone.now())
        for title in report.pages:
            self.stdout.write(f"Page made: {title}")
        if report.holidays:
            self.stdout.write(f"School holidays added: {report.holidays}")
        self.stdout.write("The site is complete.")
