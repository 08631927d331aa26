"""What the blocks of the front page show: the same for all members, and for all visitors; read once per version."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.agenda.items import AgendaItem, items_of, read_with_dates, shown_date
from events.agenda.reads import with_next_date
from events.models import Meetup, Occurrence, PlacementOffer
from events.offers.states import Direction
from events.offers.words import period_in_words
from home.bridges.figure import BridgeDrawing, drawing_of
from home.bridges.overview import front_bridges
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
PLACES_ON_A_BANK = 2
_BANKS = (
    (Direction.TEACHER_TO_ICT, _("Teachers are welcome at ICT"), ""),
    (Direction.ICT_TO_TEACHING, _("ICT colleagues are welcome in class"), "bank--ict"),
)
_OF_A_SCHOOL = tuple(
    f"{school}__{name}"
    for school in ("institution", "institution__merged_into")
    for name in ("slug", "name", "label", "city")
)
# What cards show. A text has some sixty columns, and each of them costs as much to ask for as a whole row does to show.
OF_AN_INSIGHT = ("title", "url_path", "kind")
OF_A_STANDING = ("insight", "standing", "supports", "partly", "contradicts", "schools", "pilots")
OF_A_MEETUP = (
    *("kind", "admission", "booking", "opens_at", "closes_at", "waitlist_limit", "signup_url"),
    *("page__title", "page__url_path", "institution__name", "institution__label"),
)
OF_A_TEXT = (
    "title",
    "url_path",
    "lead",
    "institution__name",
    "institution__label",
    *(
        f"picture__{name}"
        for name in (
            "title",
            "file",
            "file_hash",
            "width",
            "height",
            "collection",
            "focal_point_x",
            "focal_point_y",
            "focal_point_width",
            "focal_point_height",
        )
    ),
)
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
        rows = (
            InsightPage.objects.visible_to(viewer)
            .with_standing()
            .only(*OF_AN_INSIGHT, *(f"standing_row__{name}" for name in OF_A_STANDING))
        )
        pages = _chosen(rows, chosen) if chosen else _strongest(rows)
        return [insight_card(page) for page in with_addresses(pages)]

    return shared(("front-insights", *chosen), viewer, read)


def _cards(rows, extra: str) -> list[Card]:
    shown = rows.select_related("institution").only(*OF_A_TEXT, extra)
    newest = shown.order_by("-first_published_at", "-pk")[:CARDS_IN_A_ROW]
    return [card_of(page, school=str(page.institution or "")) for page in with_addresses(newest)]


def newest_stories(viewer: Viewer) -> list[Card]:
    """Give the cards of the newest stories."""
    return shared(
        ("front-stories",),
        viewer,
        lambda viewer: _cards(CoachStoryPage.objects.visible_to(viewer).for_cards(), "sector"),
    )


def newest_pilots(viewer: Viewer) -> list[Card]:
    """Give the cards of the newest pilot reports, however they ended."""
    return shared(
        ("front-pilots",),
        viewer,
        lambda viewer: _cards(PilotReportPage.objects.visible_to(viewer).for_cards(), "outcome"),
    )


def next_meetups(viewer: Viewer) -> list[AgendaItem]:
    """Give the lines of the next meetups."""

    def read(viewer: Viewer) -> list[AgendaItem]:
        now = timezone.now()
        dates = Occurrence.objects.announced().filter(ends_at__gt=now)
        # By their keys alone, as in `with_dates`: joined with pages and schools at once, SQLite held each of thousands
        # of pages against each of thousands of meetups.
        first = with_next_date(viewer, dates).order_by("next_at", "pk").values("pk")[:MEETUPS_SHOWN]
        found = read_with_dates(Meetup.objects.filter(pk__in=first).only(*OF_A_MEETUP))
        found.sort(key=lambda meetup: (shown_date(meetup, at=now).starts_at, meetup.pk))
        return items_of(found, at=now)

    return shared(("front-meetups",), viewer, read)


@dataclass(frozen=True)
class Place:
    """A place to join as the front page shows it; `meta` is its school, town and period."""

    title: str
    url: str
    meta: str


@dataclass(frozen=True)
class Bank:
    """Who is welcome on one bank of the river; `mark` is the class of its colour, empty for that of education."""

    title: str
    mark: str
    places: list[Place]


def places_to_join(viewer: Viewer) -> list[Bank]:
    """Give the newest places one can ask for now on either bank, in one query; a bank without any is left out."""

    def read(viewer: Viewer) -> list[Bank]:
        newest = [F("opened_at").desc(nulls_last=True), F("pk").asc()]
        rows = (
            PlacementOffer.objects.listed_to(viewer)
            .asked_for(on=timezone.localdate())
            .filter(direction__in=[direction.value for direction, _title, _mark in _BANKS])
            .annotate(place_in_row=Window(RowNumber(), partition_by=[F("direction")], order_by=newest))
            .filter(place_in_row__lte=PLACES_ON_A_BANK)
            .select_related("institution__merged_into")
            .only("key", "title", "direction", "starts_on", "ends_on", *_OF_A_SCHOOL)
            .order_by("place_in_row")
        )
        found = {direction: [place for place in rows if place.direction == direction] for direction, *_rest in _BANKS}
        return [
            Bank(str(title), mark, [_place(row) for row in found[way]]) for way, title, mark in _BANKS if found[way]
        ]

    return shared(("front-places",), viewer, read)


def sample_places() -> list[Bank]:
    """Give both banks with one place each, for the preview of the block."""
    sample = Place("Twee dagen bij de servicedesk", reverse("offers:list"), str(_("all year")))
    return [Bank(str(title), mark, [sample]) for _way, title, mark in _BANKS]


def _place(offer: PlacementOffer) -> Place:
    school = offer.institution.current
    parts = [str(school), school.city, period_in_words(offer.starts_on, offer.ends_on)]
    return Place(offer.title, offer.get_absolute_url(), " · ".join(filter(None, parts)))


def front_drawing(viewer: Viewer) -> BridgeDrawing | None:
    """Draw the exchanges, or whatever joins schools while there are none; None when nothing does yet."""

    def draw(viewer: Viewer) -> BridgeDrawing | None:
        overview = front_bridges(viewer)
        return drawing_of(overview) if overview.ties else None

    return shared(("front-bridges",), viewer, draw)


def steps_of_the_programme(viewer: Viewer) -> tuple[str, list[StepNow]]:
    """Give the address of the programme page (empty without one), and its steps with what is in them now."""

    def read(viewer: Viewer) -> tuple[str, list[StepNow]]:
        page = programme_page(viewer)
        titles = page.step_titles() if page else {}
        return (page.url or "") if page else "", steps_now(viewer, titles=titles, with_items=False)

    return shared(("front-steps",), viewer, read)
