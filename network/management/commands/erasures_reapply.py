"""manage.py erasures_reapply: after an old backup was put back, erase again who was erased since."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.privacy.actions import reapply_erasures


class Command(BaseCommand):
    help = "Erase again everyone whom the list of erasures names and a restored backup brought back. Safe to repeat."

    def handle(self, *args, **options):
        self.stdout.write(f"Erased again: {reapply_erasures(at=timezone.now())}")
