"""manage.py generate_load_data: fills an empty or demo database with made-up content, as much as a large portal has."""

import random
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from home.load.meetups import add_meetups, add_registrations
from home.load.people import READER, add_members, add_schools
from home.load.plan import SLUG, Amounts, Load
from home.load.questions import add_questions
from home.load.texts import add_insights, add_reactions, add_stories
from network.models import Institution, Member
from search.index.actions import rebuild
from search.index.models import EngineTask
from search.management.progress import Progress
from stories.models import CoachStoryIndexPage


class Command(BaseCommand):
    help = "Fill an empty or demo database with made-up content, to see how the portal does when it is large."

    def add_arguments(self, parser):
        for name, number in vars(Amounts()).items():
            parser.add_argument(f"--{name}", type=int, default=number, help=f"how many ({number:,})")
        parser.add_argument("--scale", type=float, default=1.0, help="all amounts times this, e.g. 0.01")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other content")
        parser.add_argument("--no-search", action="store_true", help="leave the search index to search_rebuild")

    def handle(self, *, scale: float, seed: int, no_search: bool, **options):
        self._refuse()
        amounts = Amounts(**{name: options[name] for name in vars(Amounts())}).scaled(scale)
        if amounts.members < 3:
            raise CommandError("A portal has three members at least: two who run a meetup, and who looks around.")
        begun, progress = time.monotonic(), Progress(self.stdout)
        load = Load(amounts=amounts, at=timezone.now(), chance=random.Random(seed), report=progress)  # noqa: S311
        for add in (
            add_schools,
            add_members,
            add_stories,
            add_insights,
            add_reactions,
            add_meetups,
            add_registrations,
            add_questions,
        ):
            add(load)
        self._look_over()
        self._tell(begun, "Content is loaded.")
        if not no_search:
            rebuild(report=progress)
            # Nobody else writes here: what the rebuild just told, no engine and no list of words has yet to hear.
            EngineTask.objects.all().delete()
            self._look_over()
            self._tell(begun, "Content can be found.")
        self.stdout.write(f"Sign in as {READER} with the password of the demo.")
        self.stdout.write(
            "Wagtail's own search and its usage counts don't know this content; "
            "wagtail_update_index and rebuild_references_index tell them."
        )

    def _refuse(self) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("PORTAL_DEMO is off in these settings: this may be a real site.")
        if not CoachStoryIndexPage.objects.exists():
            raise CommandError("The site has no lists yet. Run ensure_site first.")
        if Institution.objects.filter(slug__startswith=SLUG).exists():
            raise CommandError("This database was filled before, perhaps in part. Use an empty one (make reset).")
        if Member.objects.filter(is_demo=False).exists():
            raise CommandError("This database holds real members. Use an empty one, or one with the demo.")

    @staticmethod
    def _look_over() -> None:
        """Let the database count what it holds now, so that it chooses its indexes well."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _tell(self, begun: float, what: str) -> None:
        self.stdout.write(f"{what} ({time.monotonic() - begun:.0f} s)")
