"""manage.py push_key: a fresh key for messages on devices."""

from pathlib import Path

from django.core.management.base import BaseCommand

from network.push.keys import new_private_key, public_half


class Command(BaseCommand):
    """Print a key for PORTAL_VAPID_PRIVATE_KEY, or keep one in a file that isn't there yet; or its public half."""

    help = "Make the key that messages on devices (Web Push) are signed with."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, help="Write it here, unless the file is there already.")
        parser.add_argument(
            "--public", action="store_true", help="Print the public half (PORTAL_VAPID_PUBLIC_KEY) of the key in use."
        )

    def handle(self, *args, **options):
        path = options["file"]
        if options["public"]:
            self.stdout.write(public_half())
        elif path is None:
            self.stdout.write(new_private_key())
        elif not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(new_private_key(), encoding="ascii")
