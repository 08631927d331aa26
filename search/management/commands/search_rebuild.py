"""Renews the whole index from the database, with progress; the site stays searchable meanwhile."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.index.actions import rebuild
from search.index.registry import RebuildHeld, SinkFailed
from search.management.progress import Progress


class Command(BaseCommand):
    help = _(
        "Renew the search index from the database. Safe to run at any time; when it was stopped, it goes on there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fresh", action="store_true", help=_("begin anew instead of going on where a stopped one was")
        )

    def handle(self, *, fresh: bool, **options):
        try:
            totals = rebuild(report=Progress(self.stdout), fresh=fresh)
        except RebuildHeld as error:
            raise CommandError(
                _("Another process is renewing %(part)s; it has done %(done)s. Nothing has to be done here.")
                % {"part": error.part, "done": error.done}
            ) from error
        except SinkFailed as error:
            raise CommandError(_("The search engine does not answer: %(error)s") % {"error": error}) from error
        for kind, count in totals.items():
            self.stdout.write(_("%(kind)s: %(count)s findable") % {"kind": kind, "count": count})
        self.stdout.write(self.style.SUCCESS(_("The search index is up to date.")))
