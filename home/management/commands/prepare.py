"""manage.py prepare: tables, site and demo content in one process, as each start of Python and Django takes seconds."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Do what `migrate`, `ensure_site` and `seed_demo` do, one after another; run.py's way to a filled database."""

    help = "Make the tables, lay out the site and load the demo content, in one process."

    def handle(self, *args, **options):
        if settings.PORTAL_PUSH_KEY_FILE:
            call_command("push_key", file=settings.PORTAL_PUSH_KEY_FILE)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("ensure_site", stdout=self.stdout)
        call_command("seed_demo", stdout=self.stdout)
