"""What happens in each step of the programme now: counts and the newest texts, from the texts themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import ngettext

from home.programme.models import ProgrammePage
from network.vocabulary.models import ProgrammeStep
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.coach_stories.models import CoachStoryPage
from stories.insights.models import InsightPage
from stories.pilots.models import PilotReportPage
from stories.routes.models import RoutePage
from stories.texts.models import TextPage

ITEMS_PER_STEP = 3


@dataclass(frozen=True)
class TextKind:
    """One kind of text that counts in a step, with its list."""

    name: str
    model: type[TextPage]
    list_url: str
    words: Callable[[int], str]


KINDS = (
    TextKind("story", CoachStoryPage, "/verhalen/", lambda n: ngettext("%(n)d story", "%(n)d stories", n)),
    TextKind("pilot", PilotReportPage, "/pilots/", lambda n: ngettext("%(n)d pilot", "%(n)d pilots", n)),
    TextKind("insight", InsightPage, "/wat-werkt/", lambda n: ngettext("%(n)d insight", "%(n)d insights", n)),
    TextKind("route", RoutePage, "/aan-de-slag/", lambda n: ngettext("%(n)d route", "%(n)d routes", n)),
)


@dataclass(frozen=True)
class StepCount:
    """How many texts of one kind stand in a step."""

    text: str
    url: str


@dataclass(frozen=True)
class StepItem:
    """One of the newest texts of a step."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True)
class StepNow:
    """One step of the programme, with what happens in it now."""

    number: int
    title: str
    counts: list[StepCount]
    items: list[StepItem] = field(default_factory=list)


def _counts(viewer: Viewer) -> dict[tuple[str, int], int]:
    queries = [
        kind.model.objects.visible_to(viewer)
        .order_by()
        .annotate(text_kind=Value(kind.name))
        .values_list("text_kind", "step")
        .annotate(total=Count("pk"))
        for kind in KINDS
    ]
    rows = queries[0].union(*queries[1:], all=True)
    return {(name, step): total for name, step, total in rows}


def _newest(viewer: Viewer) -> dict[int, list[StepItem]]:
    found: dict[int, list[TextPage]] = {}
    for kind in KINDS:
        rows = (
            kind.model.objects.visible_to(viewer)
            .defer_streamfields()
            .annotate(
                place=Window(
                    RowNumber(),
                    partition_by=[F("step")],
                    order_by=[F("first_published_at").desc(nulls_last=True), F("pk").desc()],
                )
            )
            .filter(place__lte=ITEMS_PER_STEP)
        )
        for page in with_addresses(rows):
            found.setdefault(page.step, []).append(page)
    return {
        step: [
            StepItem(title=page.title, url=page.url or "", kind=str(page.kind_label))
            for page in sorted(pages, key=_newest_first)[:ITEMS_PER_STEP]
        ]
        for step, pages in found.items()
    }


def _newest_first(page: TextPage) -> tuple[float, int]:
    published = page.first_published_at
    return (-published.timestamp() if published else 0.0, -page.pk)


def programme_page(viewer: Viewer) -> ProgrammePage | None:
    """Give the page of the programme, when there is one this viewer may open."""
    found = with_addresses(ProgrammePage.objects.visible_to(viewer).only("title", "url_path", "steps")[:1])
    return found[0] if found else None


def steps_now(viewer: Viewer, *, titles: Mapping[int, str], with_items: bool) -> list[StepNow]:
    """Give the four steps with what is in them, as far as this viewer may see.

    Parameters:
        viewer: Who looks.
        titles: The editors' titles by number; a step without one has the title of the vocabulary.
        with_items: Also the newest texts per step: one query per kind more.

    Returns:
        The steps in order; a step with nothing in it has no counts and no items.
    """
    counts = _counts(viewer)
    items = _newest(viewer) if with_items else {}
    return [
        StepNow(
            number=step.value,
            title=titles.get(step.value) or str(step.label).partition(". ")[2],
            counts=[
                StepCount(text=kind.words(total) % {"n": total}, url=kind.list_url)
                for kind in KINDS
                if (total := counts.get((kind.name, step.value), 0))
            ],
            items=items.get(step.value, []),
        )
        for step in ProgrammeStep
    ]
