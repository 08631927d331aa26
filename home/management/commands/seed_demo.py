"""Loads the demo: invented schools, people and texts, through the same actions as real use."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from home.demo.agenda import add_meetups
from home.demo.cast import make_cast
from home.demo.contacts import add_contacts
from home.demo.exchanges import add_exchanges
from home.demo.followers import add_followers
from home.demo.invitations import add_invitations
from home.demo.library import Library, add_insights, add_pilots, add_routes, add_stories
from home.demo.plain import add_pages
from home.demo.questions import add_questions
from home.demo.together import add_initiatives
from home.demo.voices import add_messages, add_searches, add_voices
from network.models import Institution, Member
from search.index.actions import renew_words


class Command(BaseCommand):
    """Load the demo once; a second call changes nothing, and a database with other people in it is refused."""

    help = "Load the demo content once. Refuses a database that holds other content."

    def handle(self, *args, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("PORTAL_DEMO is off in these settings. The demo's accounts share a public password.")
        if Member.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo is there already.")
            return
        if Member.objects.exists() or Institution.objects.exists():
            raise CommandError("This database holds other content. Load the demo into an empty one (make reset).")
        at = timezone.now()
        steps = (
            ("insights", add_insights),
            ("stories", add_stories),
            ("pilot reports", add_pilots),
            ("starter routes", add_routes),
            ("pages", add_pages),
            ("meetups", add_meetups),
            ("exchanges", add_exchanges),
            ("what schools said", add_voices),
            ("messages to the editors", add_messages),
            ("searches in vain", add_searches),
            ("invitations", add_invitations),
            ("questions and answers", add_questions),
            ("what schools do together", add_initiatives),
            ("what members follow", add_followers),
            ("messages between members", add_contacts),
        )
        with transaction.atomic():
            self.stdout.write("  schools and people …")
            cast, library = make_cast(at), Library()
            for name, add in steps:
                self.stdout.write(f"  {name} …")
                add(cast, library, at)
        # Spelling suggestions know the words of the demo at once, before the clock's first round.
        renew_words()
        self.stdout.write("The demo is loaded.")
