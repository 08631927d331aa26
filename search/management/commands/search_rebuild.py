"""Renews the whole index from the database, with progress; the site stays searchable meanwhile."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, router
from django.utils.translation import gettext as _

from search.index.actions import rebuild
from search.index.fulltext import create_tables
from search.index.models import Entry
from search.index.registry import SinkFailed


class Command(BaseCommand):
    help = _("Renew the search index from the database. Safe to run at any time, and to repeat.")

    def handle(self, **options):
        create_tables(connections[router.db_for_write(Entry)])
        try:
            totals = rebuild(report=self._report)
        except SinkFailed as error:
            raise CommandError(_("The search engine does not answer: %(error)s") % {"error": error}) from error
        for kind, count in totals.items():
            self.stdout.write(_("%(kind)s: %(count)s findable") % {"kind": kind, "count": count})
        self.stdout.write(self.style.SUCCESS(_("The search index is up to date.")))

    def _report(self, kind: str, count: int) -> None:
        self.stdout.write(_("%(kind)s: %(count)s read") % {"kind": kind, "count": count})
