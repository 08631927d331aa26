"""What the blocks of the front page show: the same for all members, and for all visitors; read once per version."""

from collections.abc import Sequence

from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from events.agenda.items import AgendaItem, items_of, with_dates
from events.agenda.reads import coming_meetups
from home.bridges.figure import BridgeDrawing, drawing_of
from home.bridges.overview import bridges_for
from home.programme.reads import StepNow, programme_page, steps_now
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.sharing import shared
from stories.coach_stories.models import CoachStoryPage
from stories.insights.models import InsightPage
from stories.insights.states import InsightKind, Standing
from stories.insights.words import InsightCard, insight_card
from stories.pilots.models import PilotReportPage
from stories.texts.cards import Card, card_of

CARDS_IN_A_ROW = 3
MEETUPS_SHOWN = 4
STRENGTH = (
    Standing.CONFIRMED,
    Standing.TESTED,
    Standing.CONTESTED,
    Standing.RECOGNISED,
    Standing.EMERGING,
    Standing.OUTDATED,
)


def _strength() -> Case:
    ranks = (When(standing_row__standing=standing, then=Value(place)) for place, standing in enumerate(STRENGTH))
    return Case(*ranks, default=Value(len(STRENGTH)), output_field=IntegerField())


def _chosen(rows, chosen: Sequence[int]) -> list[InsightPage]:
    found = {page.pk: page for page in rows.filter(pk__in=chosen)}
    return [found[pk] for pk in dict.fromkeys(chosen) if pk in found]


def _strongest(rows) -> list[InsightPage]:
    """Give two firm insights and one warning: what not to do, or what is contested; one query."""
    warning = Case(
        When(Q(kind=InsightKind.DONT) | Q(standing_row__standing=Standing.CONTESTED), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    order = [F("strength").asc(), F("standing_row__supports").desc(nulls_last=True), F("title").asc(), F("pk").asc()]
    ranked = rows.annotate(
        strength=_strength(),
        warns=warning,
        place=Window(RowNumber(), partition_by=[F("warns")], order_by=order),
    )
    best = sorted(ranked.filter(place__lte=CARDS_IN_A_ROW), key=lambda page: (page.warns, page.place))
    firm = [page for page in best if not page.warns]
    warnings = [page for page in best if page.warns]
    first = firm[: CARDS_IN_A_ROW - 1] if warnings else firm
    return [*first, *warnings][:CARDS_IN_A_ROW]


def insight_cards(viewer: Viewer, *, chosen: Sequence[int] = ()) -> list[InsightCard]:
    """Give the cards of "what works, and what doesn't".

    Parameters:
        viewer: Who looks; an insight they can't open is left out.
        chosen: Page ids the editors chose, in their order; without any, the firmest insights and one warning.
    """

    def read(viewer: Viewer) -> list[InsightCard]:
        rows = InsightPage.objects.visible_to(viewer).with_standing()
        pages = _chosen(rows, chosen) if chosen else _strongest(rows)
        return [insight_card(page) for page in with_addresses(pages)]

    return shared(("front-insights", *chosen), viewer, read)


def _cards(rows) -> list[Card]:
    newest = rows.select_related("institution").order_by("-first_published_at", "-pk")[:CARDS_IN_A_ROW]
    return [card_of(page, school=str(page.institution or "")) for page in with_addresses(newest)]


def newest_stories(viewer: Viewer) -> list[Card]:
    """Give the cards of the newest stories."""
    return shared(
        ("front-stories",), viewer, lambda viewer: _cards(CoachStoryPage.objects.visible_to(viewer).for_cards())
    )


def newest_pilots(viewer: Viewer) -> list[Card]:
    """Give the cards of the newest pilot reports, however they ended."""
    return shared(
        ("front-pilots",), viewer, lambda viewer: _cards(PilotReportPage.objects.visible_to(viewer).for_cards())
    )


def next_meetups(viewer: Viewer) -> list[AgendaItem]:
    """Give the lines of the next meetups."""

    def read(viewer: Viewer) -> list[AgendaItem]:
        now = timezone.now()
        rows = coming_meetups(viewer, at=now).order_by("next_at", "pk")[:MEETUPS_SHOWN]
        return items_of(with_dates(rows), at=now)

    return shared(("front-meetups",), viewer, read)


def front_drawing(viewer: Viewer) -> BridgeDrawing | None:
    """Draw the exchanges, or whatever joins schools while there are none; None when nothing does yet."""

    def draw(viewer: Viewer) -> BridgeDrawing | None:
        overview = bridges_for(viewer)
        return drawing_of(overview) if overview.ties else None

    return shared(("front-bridges",), viewer, draw)


def steps_of_the_programme(viewer: Viewer) -> tuple[str, list[StepNow]]:
    """Give the address of the programme page (empty without one), and its steps with what is in them now."""

    def read(viewer: Viewer) -> tuple[str, list[StepNow]]:
        page = programme_page(viewer)
        titles = page.step_titles() if page else {}
        return (page.url or "") if page else "", steps_now(viewer, titles=titles, with_items=False)

    return shared(("front-steps",), viewer, read)
