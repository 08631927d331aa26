"""Compares the index with the database, and says what differs."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.index import actions
from search.index.comparison import differences


class Command(BaseCommand):
    help = _("Compare the search index with the database; exit code 1 when they differ.")

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help=_("renew what differs"))

    def handle(self, *, repair: bool, **options):
        found = differences()
        for difference in found:
            self.stdout.write(f"{difference.reason.label}: {difference.kind} {difference.object_key}")
        if not found:
            self.stdout.write(self.style.SUCCESS(_("The search index equals the database.")))
            return
        if repair:
            self._repair(found)
            return
        raise CommandError(
            ngettext("%(count)s difference.", "%(count)s differences.", len(found)) % {"count": len(found)}
            + " "
            + _("Run search_check --repair or search_rebuild.")
        )

    def _repair(self, found) -> None:
        actions.repair(found)
        self.stdout.write(self.style.SUCCESS(_("Repaired.")))
