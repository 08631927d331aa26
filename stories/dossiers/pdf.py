"""A dossier on paper."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.shared.documents.pdf import render_pdf
from stories.dossiers.contents import DossierContent


def _words() -> dict:
    return {
        "school": _("Our school"),
        "insights": _("What works, and what doesn't"),
        "supporting": _("What speaks for it"),
        "contrary": _("What speaks against it"),
        "no_contrary": _("No counterexample is known yet."),
        "alike": _("Schools of our size:"),
        "texts": _("Read more"),
        "costs": _("What it costs"),
        "cost_head": [_("What for"), _("Per"), _("Amount")],
        "total": _("Together"),
        "people": _("People to talk to"),
        "contact": _("Contact"),
    }


def _joined(*parts: str, by: str = " · ") -> str:
    return by.join(part for part in parts if part)


def dossier_data(content: DossierContent, *, at: datetime) -> dict:
    """Give what templates/pdf/dossier.typ asks for.

    Parameters:
        content: As the public may see it.
        at: Now; stands in the foot as the day it was read.
    """
    return {
        "title": content.title,
        "intro": content.intro,
        "school": _joined(content.school, content.size and _("Size: %(size)s") % {"size": content.size}, by="\n"),
        "insights": [
            {
                "claim": row.claim,
                "standing": row.standing,
                "counts": row.counts,
                "supporting": row.supporting,
                "contrary": row.contrary,
                "alike": row.alike,
                "address": row.url,
            }
            for row in content.insights
        ],
        "texts": [
            {"title": row.title, "meta": _joined(row.kind, row.school), "lead": row.lead, "address": row.url}
            for row in content.texts
        ],
        "people": [[row.name, row.meta] for row in content.people],
        "costs": [list(row) for row in content.costs],
        "total": content.total,
        "contact": _joined(content.contact_name, content.contact_email, by="\n"),
        "foot": f"{settings.WAGTAIL_SITE_NAME} · {date_format(timezone.localdate(at))}",
        "note": _("A standing is computed from what schools told, for and against. It can change."),
        "words": _words(),
    }


def dossier_pdf(content: DossierContent, *, at: datetime) -> bytes:
    """Set a dossier as accessible PDF."""
    return render_pdf("dossier", dossier_data(content, at=at), dated=at)
