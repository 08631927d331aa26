"""Says in words how the site is doing, and what to do about what is wrong."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.health.findings import Level
from portal.shared.health.reads import Looked, look


class Command(BaseCommand):
    help = _("Say in words what is wrong with the site and what to do; exit code 1 when something is.")
    # It looks itself, and goes on when a check of Django would stop.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", dest="as_json", action="store_true", help=_("machine-readable output"))

    def handle(self, *, as_json: bool, **options):
        looked = look(at=timezone.now())
        if as_json:
            self.stdout.write(json.dumps([self._plain(one) for one in looked], ensure_ascii=False, indent=2))
        else:
            for one in looked:
                self._write(one)
        wrong = sum(one.level is Level.WRONG for one in looked)
        if wrong:
            raise CommandError(
                ngettext("%(number)s part is wrong.", "%(number)s parts are wrong.", wrong) % {"number": wrong}
            )

    def _write(self, one: Looked) -> None:
        styles = {Level.FINE: self.style.SUCCESS, Level.LATE: self.style.WARNING, Level.WRONG: self.style.ERROR}
        words = {Level.FINE: _("fine"), Level.LATE: _("look at it"), Level.WRONG: _("wrong")}
        for finding in one.examination.findings:
            self.stdout.write(
                f"{one.check.label}: {styles[finding.level](words[finding.level])}. {finding.sentence}"
                + (f"\n    {finding.advice}" if finding.advice else "")
            )

    @staticmethod
    def _plain(one: Looked) -> dict:
        return {
            "part": one.check.name,
            "level": one.level,
            "findings": [
                {"level": finding.level, "sentence": str(finding.sentence), "advice": str(finding.advice)}
                for finding in one.examination.findings
            ],
            "figures": {
                gauge.name: {",".join(f"{k}={v}" for k, v in labels): value for labels, value in gauge.values.items()}
                for gauge in one.examination.gauges
            },
        }
