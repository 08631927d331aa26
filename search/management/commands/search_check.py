"""Compares database, index and engines by id and fingerprint, and says what differs."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.index import actions, registry
from search.index.comparison import differences
from search.index.condition import waiting_changes
from search.index.fulltext import missing_ids, stray_ids


class Command(BaseCommand):
    help = _("Compare the search index with the database; exit code 1 when they differ.")

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help=_("renew what differs"))

    def handle(self, *, repair: bool, **options):
        found = differences()
        for difference in found:
            self.stdout.write(f"{difference.reason.label}: {difference.kind} {difference.object_key}")
        words = [_("without words: entry %(id)s") % {"id": pk} for pk in missing_ids()]
        words += [_("words of an entry that is gone: %(id)s") % {"id": pk} for pk in stray_ids()]
        for line in words:
            self.stdout.write(line)
        outside = self._outside()
        self._say_what_waits()
        if not found and not words and not outside:
            self.stdout.write(self.style.SUCCESS(_("The search index equals the database.")))
            return
        if repair:
            self._repair(found)
            return
        count = len(found) + len(words) + len(outside)
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

    def _say_what_waits(self) -> None:
        waiting = waiting_changes(at=timezone.now())
        if waiting.count and registry.sinks():
            text = ngettext(
                "%(count)s change waits for the engine, since %(seconds)s s.",
                "%(count)s changes wait for the engine, the oldest since %(seconds)s s.",
                waiting.count,
            )
            self.stdout.write(text % {"count": waiting.count, "seconds": waiting.oldest_seconds})
        for task in waiting.refused:
            self.stdout.write(
                _("refused by the engine: %(kind)s %(key)s (%(why)s)")
                % {"kind": task.kind, "key": task.object_key, "why": task.last_error}
            )

    def _repair(self, found) -> None:
        actions.repair(found)
        for name, sink in registry.sinks().items():
            try:
                left = sink.mend()
            except registry.SinkFailed as error:
                raise CommandError(f"{name}: {error}") from error
            if left:
                raise CommandError(
                    ngettext(
                        "%(count)s entry still differs on the engine.",
                        "%(count)s entries still differ on the engine.",
                        left,
                    )
                    % {"count": left}
                )
        self.stdout.write(self.style.SUCCESS(_("Repaired.")))
