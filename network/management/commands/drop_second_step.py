"""Takes a lost second step away from someone, who proves the mail address anew to come in."""

from django.core.management.base import BaseCommand, CommandError

from network.members.actions import drop_second_step
from network.members.models import Member


class Command(BaseCommand):
    """Remove keys, app, spare codes and password of one member, and end all sessions."""

    help = (
        "For who lost the phone or key of the second step and has no spare code. Removes second step and password: "
        "the person signs in with a code by mail, as at the first time, and sets both up again."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="address that the person signs in with")

    def handle(self, *args, email: str, **options):
        member = Member.objects.filter(email__iexact=email, is_active=True).first()
        if member is None:
            raise CommandError(f"Nobody signs in with {email!r}.")
        if not drop_second_step(member=member):
            raise CommandError(f"{email} has no second step.")
        self.stdout.write(f"{email} signs in with a code by mail now, and sets up a second step and a password again.")
