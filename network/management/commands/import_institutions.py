"""manage.py import_institutions FILE [--dry-run]: adds and updates schools from a CSV file, all of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.institutions.import_rows import read_schools
from network.institutions.importing import import_schools

LARGEST_FILE = 5 * 1024 * 1024


class Command(BaseCommand):
    """Report every bad row with its line; with one bad row nothing is changed."""

    help = (
        "Add and update schools from a CSV file (UTF-8; comma, semicolon or tab). The mbo schools of today are in "
        "network/institutions/data/institutions.csv."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")

    def handle(self, *args, **options):
        path: Path = options["file"]
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
        except OSError as reason:
            raise CommandError(f"{path}: {reason.strerror}") from None
        if content is None:
            raise CommandError(_("The file is larger than 5 MB. Is it a list of schools?"))
        reading = read_schools(content)
        # Rows that can be read are tried too, so that one run names everything that is wrong.
        report = import_schools(reading.rows, is_dry_run=options["dry_run"] or bool(reading.errors))
        errors = sorted([*reading.errors, *report.errors], key=lambda error: error.line)
        for error in errors:
            self.stderr.write(str(error))
        if errors:
            raise CommandError(_("Nothing was changed. Correct these rows and try again."))
        for label, names in ((_("added"), report.added), (_("changed"), report.changed)):
            for name in names:
                self.stdout.write(f"{label}: {name}")
        summary = _("%(added)d added, %(changed)d changed, %(same)d already as in the file.") % {
            "added": len(report.added),
            "changed": len(report.changed),
            "same": len(report.same),
        }
        self.stdout.write(summary)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was changed."))
