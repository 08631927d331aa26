"""When each periodic job last ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.jobs.querysets import JobRunQuerySet


class JobRun(models.Model):
    """One row per job of the clock: its last run, and who holds it now.

    `last_error` is empty again after a success; `last_failed_at` and `last_failure` stay. `asked_at`: someone wants it
    to run at once, whether it is due or not.
    """

    name = models.CharField(_("job"), max_length=80, unique=True)
    last_started_at = models.DateTimeField(_("last started at"), null=True, blank=True)
    last_success_at = models.DateTimeField(_("last successful start at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    last_took_ms = models.PositiveIntegerField(_("last run took, in milliseconds"), null=True, blank=True)
    last_failed_at = models.DateTimeField(_("last failed start at"), null=True, blank=True)
    # With a default in the database too: while an upgrade runs, the old clock still writes rows.
    last_failure = models.CharField(_("last failure"), max_length=200, blank=True, default="", db_default="")
    asked_at = models.DateTimeField(_("asked for at"), null=True, blank=True)
    locked_until = models.DateTimeField(_("held until"), null=True, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        return self.name
