"""What people thought of a date, for its organisers: as a page, and as files."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.harvest.drawing import score_bars
from events.harvest.reading import Results, results_of
from events.harvest.views.access import for_organisers_afterwards
from events.meetups.models import Occurrence
from events.registrations.mails import when_in_words
from portal.shared.exports.downloads import note_download
from portal.shared.exports.responses import csv_response, xlsx_response


@for_organisers_afterwards
@require_safe
def results(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Show the scores as a table and a drawing, and the answers."""
    found = results_of(occurrence)
    title = _("How many people gave each score")
    context = {
        "meetup": occurrence.meetup,
        "occurrence": occurrence,
        "when": when_in_words(occurrence),
        "results": found,
        "caption": title,
        "headers": [_("Score"), _("People"), _("Share")],
        "rows": [[line.score, line.number, format_html("{}%", line.percent)] for line in found.scores],
        # Built from numbers and escaped words.
        "drawing": mark_safe(score_bars(found.scores, title=title)) if found.is_shown else "",
        "counted": ngettext("%(n)d answer", "%(n)d answers", found.number) % {"n": found.number},
    }
    return render(request, "events/harvest/results.html", context)


@for_organisers_afterwards
@require_safe
def results_csv(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Give the answers as CSV."""
    return _file(occurrence, csv_response)


@for_organisers_afterwards
@require_safe
def results_xlsx(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Give the answers as a sheet."""
    return _file(occurrence, xlsx_response)


def _file(occurrence: Occurrence, respond) -> HttpResponse:
    found = results_of(occurrence)
    if not found.is_shown:
        # The page says why there is no file yet.
        return redirect("harvest:results", key=occurrence.meetup.key, occurrence=occurrence.key)
    header = [_("Score"), _("Tomorrow"), _("What could be better"), _("May be quoted"), _("Name")]
    name = _("answers %(day)s") % {"day": timezone.localdate(occurrence.starts_at).isoformat()}
    note_download("occurrence", occurrence.key, "csv" if respond is csv_response else "xlsx")
    return respond(filename=name, header=header, rows=_rows(found))


def _rows(found: Results) -> Iterator[list[object]]:
    for line in found.answers:
        yield [line.score, line.tomorrow, line.better, line.quote, line.name]
