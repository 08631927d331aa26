"""manage.py after_restore: makes a restored backup safe to open. Run it while web, worker and clock stand still."""

import logging

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from network.privacy.actions import postpone_deletions, reapply_erasures
from network.push.actions.keeping import drop_unsent
from portal.shared.health.reads import look
from portal.shared.health.registry import Role
from portal.shared.jobs.registry import jobs
from portal.shared.outbox.actions import hold_unsent

logger = logging.getLogger("portal.restore")

# Not run here: what sends or fetches, and what gives people a deadline by a mail, or ends one; all others only write
# what is due. The clock runs these later, when mail reaches people again.
NOT_HERE = frozenset(
    {
        "events.followed_calendars",
        "privacy.absence",
        "privacy.erasures",
        "push.sweep",
        "registrations.settle",
        "search.catch_up",
        "shared.outbox_retention",
        "shared.outbox_sweep",
    }
)
MOST_ROUNDS = 50


class Command(BaseCommand):
    help = _(
        "After a backup was put back: erase again who was erased since, hold every mail that may have left since, "
        "and renew the search index. Safe to repeat."
    )

    def handle(self, **options):
        at = timezone.now()
        self.stdout.write(_("Erased again: %(number)s") % {"number": reapply_erasures(at=at)})
        postpone_deletions(at=at)
        held = self._hold(at)
        self.stdout.write(_("Mails held: %(number)s") % {"number": held})
        if held:
            self.stdout.write(
                _("Nobody gets them by themselves. Send what should leave under Reports, Health of the site.")
            )
        drop_unsent()
        dropped = self._drop_old_tasks()
        self.stdout.write(_("Tasks of before dropped: %(number)s") % {"number": dropped})
        call_command("search_rebuild", stdout=self.stdout)
        for one in look(at=timezone.now(), roles=(Role.GROUND,)):
            for finding in one.examination.findings:
                self.stdout.write(f"{one.check.label}: {finding.sentence}")

    @staticmethod
    def _hold(at) -> int:
        """Let the clock's jobs write what is due by now, and hold it: it may have left after the backup was made."""
        held = hold_unsent(reason=_("From before the restore; it may have arrived."), at=at)
        for job in (job for job in jobs if job.name not in NOT_HERE):
            for _round in range(MOST_ROUNDS):
                try:
                    job.run(at)
                except Exception:
                    # One job that fails must not keep the others from being held; the clock tries it again.
                    logger.exception("job failed name=%s", job.name)
                fresh = hold_unsent(reason=_("Due before the restore; it may have arrived."), at=at)
                held += fresh
                if not fresh:
                    break
        return held

    @staticmethod
    def _drop_old_tasks() -> int:
        """Drop tasks of ours that waited: what they would do is found again by the clock's jobs. Wagtail's stay: nobody
        would delete the files of pictures that are gone.
        """
        with transaction.atomic():
            waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
            return DBTaskResult.objects.filter(status__in=waiting).exclude(task_path__startswith="wagtail.").delete()[0]
