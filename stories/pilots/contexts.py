"""Fills the page of a pilot report."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone

from network.members.bylines import PersonCard, cards_for, people_by_id
from network.members.viewers import viewer_of
from network.models import Initiative
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.contexts import fills
from portal.shared.pages.sharing import shared_of, shared_with_visitors
from search.related.reading import related_things
from stories.insights.contexts import insights_spoken_to, reuses_of
from stories.insights.states import SourceKind
from stories.pilots.charts import indicator_chart
from stories.pilots.models import PilotIndicator, PilotReportPage
from stories.pilots.states import Outcome
from stories.reactions.contexts import reactions_context

ENDED_WITHOUT_SUCCESS = {Outcome.STOPPED, Outcome.FAILED}


@dataclass(frozen=True)
class Chapter:
    """One chapter of the report."""

    id: str
    title: str
    html: str


def _number(value: Decimal | None) -> Decimal | None:
    """Give a figure without trailing zeros, so that 31 stays 31."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def indicator_rows(indicators: list[PilotIndicator]) -> list[dict[str, object]]:
    """Give the rows of the table of figures."""
    return [
        {
            "name": row.name,
            "before": _number(row.before),
            "after": _number(row.after),
            "unit": row.unit,
            "sample_size": row.sample_size,
            "source": row.source,
        }
        for row in indicators
    ]


def chapters_of(page: PilotReportPage) -> list[Chapter]:
    """Give the chapters that have text, in reading order, under the editor's own field names."""
    names = ("context", "approach", "what_worked", "what_failed", "what_next")
    return [
        Chapter(id=name.replace("_", "-"), title=str(page._meta.get_field(name).verbose_name).capitalize(), html=html)
        for name in names
        if (html := getattr(page, name))
    ]


def running_pilot(page: PilotReportPage, viewer: Viewer) -> Initiative | None:
    """Give the joint action this report is about, as far as the viewer may see it."""
    if page.initiative_id is None:
        return None
    return Initiative.objects.visible_to(viewer).published().filter(pk=page.initiative_id).first()


@fills(PilotReportPage)
def pilot_report(page: PilotReportPage, request: HttpRequest) -> dict[str, object]:
    """Fill the page of one pilot report."""
    viewer = viewer_of(request)
    indicators = list(page.indicators.all())
    spoken_to = insights_spoken_to(kind=SourceKind.PILOT, key=str(page.pk), viewer=viewer)
    initiative = running_pilot(page, viewer)
    told = [said.card.url for said in spoken_to] + ([initiative.get_absolute_url()] if initiative else [])
    return {
        "chapters": chapters_of(page),
        "timeline": list(page.timeline.all()),
        "indicators": indicator_rows(indicators),
        "chart": indicator_chart(indicators),
        "schools": [school for school in (page.institution, *page.partners.all()) if school],
        "minutes": shared_of(page, "minutes", viewer, lambda _viewer: page.reading_minutes),
        "ended_without_success": page.outcome in ENDED_WITHOUT_SUCCESS,
        "is_running": page.outcome == Outcome.RUNNING,
        "initiative": initiative,
        "spoken_to": spoken_to,
        "reuses": reuses_of(page),
        "people": shared_with_visitors(page, "people", viewer, lambda viewer: _people(page, viewer)),
        "related": related_things("pilot", page.pk, viewer, without=told),
        "is_member": viewer.is_member,
    } | reactions_context(page, request)


def _people(page: PilotReportPage, viewer: Viewer) -> list[PersonCard]:
    contacts = [row.member_id for row in page.contacts.all()]
    people = people_by_id(contacts)
    return cards_for(viewer, [people.get(pk) for pk in contacts], on=timezone.localdate())
