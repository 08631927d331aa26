"""Signs someone, or everybody, out on every device: for a stolen phone, or after a hole was closed."""

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError

from network.members.actions import end_sessions
from network.members.models import Member


class Command(BaseCommand):
    """End the sessions of one member by address, or all sessions there are."""

    help = "Sign one person (by e-mail address) or, with --all, everybody out on every device."

    def add_arguments(self, parser):
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("email", nargs="?", help="address that the person signs in with")
        whom.add_argument("--all", action="store_true", help="everybody")

    def handle(self, *args, email: str | None, **options):
        if options["all"]:
            number, _per_model = Session.objects.all().delete()
            self.stdout.write(f"Ended all sessions ({number}).")
            return
        # Anybody may write down an address as one's own; only who proved it signs in with it.
        proven = {"emailaddress__email__iexact": email, "emailaddress__verified": True}
        member = Member.objects.filter(email__iexact=email).first() or Member.objects.filter(**proven).first()
        if member is None:
            raise CommandError(f"Nobody signs in with {email!r}.")
        end_sessions(member=member)
        self.stdout.write(f"Ended the sessions of {email}.")
