"""Compares the index with the database, and says what differs."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.index import actions, registry
from search.index.comparison import differences


class Command(BaseCommand):
    help = _("Compare the search index with the database; exit code 1 when they differ.")

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help=_("renew what differs"))

    def handle(self, *, repair: bool, **options):
        found = differences()
        outside = self._outside()
        for difference in found:
            self.stdout.write(f"{difference.reason.label}: {difference.kind} {difference.object_key}")
        if not found and not outside:
            self.stdout.write(self.style.SUCCESS(_("The search index equals the database.")))
            return
        if repair:
            self._repair(found, outside)
            return
        count = len(found) + len(outside)
        raise CommandError(
            ngettext("%(count)s difference.", "%(count)s differences.", count) % {"count": count}
            + " "
            + _("Run search_check --repair or search_rebuild.")
        )

    def _outside(self) -> list[str]:
        outside = []
        for name, sink in registry.sinks().items():
            try:
                outside += [f"{name}: {entry}" for entry in sink.differing()]
            except registry.SinkFailed as error:
                raise CommandError(f"{name}: {error}") from error
        for line in outside:
            self.stdout.write(line)
        return outside

    def _repair(self, found, outside) -> None:
        actions.repair(found)
        if outside:
            for sink in registry.sinks().values():
                sink.rebuild()
        self.stdout.write(self.style.SUCCESS(_("Repaired.")))
