"""A pilot report on paper."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.documents.pdf import render_pdf
from portal.shared.documents.structures import blocks_of
from portal.shared.drawing import dutch_number
from stories.insights.contexts import SpokenTo
from stories.pilots.contexts import chapters_of
from stories.pilots.models import PilotIndicator, PilotReportPage

# Raised when the template changes, so that readers who hold an older file get the new one.
LAYOUT = 1


def _words() -> dict[str, str | list[str]]:
    return {
        "foot": settings.WAGTAIL_SITE_NAME,
        "question": _("What did we want to know?"),
        "timeline": _("Timeline"),
        "timeline_head": [_("When"), _("What happened")],
        "indicators": _("What was measured"),
        "indicator_head": [_("What"), _("Before"), _("After"), _("Unit"), _("Out of"), _("Source")],
        "evidence": _("What this pilot says of our insights"),
        "evidence_head": [_("Insight"), _("Verdict"), _("Why")],
        "outcome": _("Outcome"),
        "source": _("Read it on the site"),
    }


def _figure(value: Decimal | None) -> str:
    return _("not measured") if value is None else dutch_number(value)


def _indicator(row: PilotIndicator) -> list[str]:
    size = "–" if row.sample_size is None else str(row.sample_size)
    return [row.name, _figure(row.before), _figure(row.after), row.unit, size, row.source]


def _facts(page: PilotReportPage) -> list[list[str]]:
    facts = []
    if page.weeks:
        facts.append([_("Length"), ngettext("%(n)d week", "%(n)d weeks", page.weeks) % {"n": page.weeks}])
    if page.participants:
        facts.append([_("Participants"), str(page.participants)])
    if page.participants_note:
        facts.append([_("Who took part"), page.participants_note])
    return facts


def pilot_data(page: PilotReportPage, evidence_rows: Iterable[SpokenTo]) -> dict:
    """Give what templates/pdf/pilot_report.typ asks for.

    Parameters:
        page: The live report, with its address at hand.
        evidence_rows: The insights it speaks to; as someone without a login sees them, for a file travels.
    """
    published = page.first_published_at
    chapters = [{"heading": row.title, "blocks": blocks_of(row.html)} for row in chapters_of(page)]
    more = blocks_of(page.appendix.render_as_block()) if page.appendix else []
    if more:
        chapters.append({"heading": capfirst(str(page._meta.get_field("appendix").verbose_name)), "blocks": more})
    schools = [str(school) for school in (page.institution, *page.partners.all()) if school]
    return {
        "title": page.title,
        "kind": str(page.kind_label),
        "lead": page.lead,
        "outcome": str(page.get_outcome_display()),
        "question": page.question,
        "date": date_format(timezone.localdate(published)) if published else "",
        "address": page.full_url or "",
        "schools": schools,
        "facts": _facts(page),
        "chapters": chapters,
        "timeline": [[row.label, row.text] for row in page.timeline.all()],
        "indicators": [_indicator(row) for row in page.indicators.all()],
        "evidence": [[row.card.title, str(row.verdict), row.why] for row in evidence_rows],
        "words": _words(),
    }


def data_etag(data: dict) -> str:
    """Give a strong ETag: the same data gives the same bytes."""
    text = json.dumps([LAYOUT, data], sort_keys=True, ensure_ascii=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def pdf_of_data(page: PilotReportPage, data: dict) -> bytes:
    """Set data that `pilot_data` gave; dated when the report was last published, so that it is the same each time."""
    return render_pdf("pilot_report", data, dated=page.last_published_at)


def pilot_pdf(page: PilotReportPage, evidence_rows: Iterable[SpokenTo]) -> bytes:
    """Set a pilot report as accessible PDF: title, figures as a table, headings, in Dutch."""
    return pdf_of_data(page, pilot_data(page, evidence_rows))
