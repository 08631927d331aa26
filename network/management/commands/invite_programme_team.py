"""Invites someone to the programme team: the way to the first account of a new site."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from network.invitations.actions import invite_programme_team


class Command(BaseCommand):
    """Mail an invitation, and print its link for a site that can't send mail yet."""

    help = "Invite someone to the programme team; prints the link as well. Works once, for 30 days."

    def add_arguments(self, parser):
        parser.add_argument("email", help="address of the person, for example naam@organisatie.nl")

    def handle(self, *args, email: str, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address. Write it like naam@organisatie.nl.") from error
        token = invite_programme_team(email=email, at=timezone.now())
        address = urljoin(
            f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", reverse("invitations:answer", kwargs={"token": token})
        )
        self.stdout.write(f"Invited {email} to the programme team. The mail is in the outbox; the link is:\n{address}")
