"""The front page with real data, for who looks."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import AgendaPage
from events.offers.states import Direction, ListingState
from home.front.reads import insight_cards
from network.members.states import Standing as MemberStanding
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from stories.insights.models import InsightStanding
from stories.insights.states import InsightKind, Standing
from stories.models import InsightIndexPage
from tests.factories.events import MeetupFactory, OccurrenceFactory
from tests.factories.exchange_offers import OfferFactory
from tests.factories.network import InstitutionFactory
from tests.factories.stories import InsightFactory, PilotReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("laid_once")]


def _text(client, path="/") -> str:
    return client.get(path).content.decode()


def _insight(title: str, standing: Standing, *, kind=InsightKind.DO, supports=1):
    page = InsightFactory(parent=InsightIndexPage.objects.get(), title=title, kind=kind)
    InsightStanding.objects.create(insight=page, standing=standing, supports=supports)
    return page


def test_empty_front_page_leads_somewhere_from_every_block(front, client):
    page = _text(client)

    assert page.count('<div class="empty">') == 4
    assert page.count('<a class="button" href="/doe-mee/">') == 3
    assert page.count('<a class="button" href="/vragen/">') == 1


def test_front_page_says_the_name_of_the_site_once(front, client):
    assert "<title>Bruggen bouwen</title>" in _text(client)

    front.title = "Welkom"
    front.save_revision().publish()

    assert "<title>Welkom · Bruggen bouwen</title>" in _text(client)


def test_front_page_shows_newest_stories_first(front, client, make_story):
    for days in (4, 1, 3, 2):
        make_story(f"Verhaal van {days} dagen", days_ago=days)

    page = _text(client)

    shown = sorted(days for days in range(1, 5) if f">Verhaal van {days} dagen</a>" in page)
    assert shown == [1, 2, 3]
    assert page.index("Verhaal van 1 dagen</a>") < page.index("Verhaal van 2 dagen</a>")


def test_front_page_hides_what_may_not_be_seen(client, hidden_titles):
    page = _text(client)

    assert "Zichtbaar verhaal" in page
    assert [title for title in hidden_titles if title in page] == []


def test_front_page_shows_members_what_is_for_members(client, hidden_titles, coach):
    client.force_login(coach)

    page = _text(client)

    assert coach.standing == MemberStanding.MEMBER
    assert "Afgeschermd-verborgen" in page
    assert "Groep-verborgen" not in page


def test_insight_cards_show_two_firm_ones_and_a_warning(front):
    _insight("Stevig", Standing.CONFIRMED, supports=5)
    _insight("Ook stevig", Standing.TESTED)
    _insight("Derde stevige", Standing.TESTED)
    _insight("Waarschuwing", Standing.CONTESTED, kind=InsightKind.DONT)

    cards = insight_cards(Viewer.anonymous())

    assert [card.title for card in cards] == ["Stevig", "Derde stevige", "Waarschuwing"]


def test_insight_cards_keep_the_editors_choice_and_order(front):
    first, second = _insight("Eerste", Standing.EMERGING), _insight("Tweede", Standing.CONFIRMED)

    cards = insight_cards(Viewer.anonymous(), chosen=[first.pk, second.pk, 0])

    assert [card.title for card in cards] == ["Eerste", "Tweede"]


def _offer(*, audience=Audience.EVERYONE, direction=Direction.TEACHER_TO_ICT, **columns):
    return OfferFactory(audience=audience, direction=direction, **columns)


def _places(text: str) -> dict[str, list[str]]:
    """Give the places of the block, by the title of their bank."""
    banks = re.findall(r'<div class="bank[^"]*"><h3>(.*?)</h3><ul>(.*?)</ul>', text, re.DOTALL)
    return {unescape(bank): re.findall(r'lang="nl">(.*?)</a>', places) for bank, places in banks}


def test_front_page_shows_the_newest_places_of_both_banks(front, client):
    now = timezone.now()
    for days, title in ((3, "Oudste"), (1, "Nieuwste"), (2, "Middelste")):
        _offer(title=title, opened_at=now - timedelta(days=days))
    school = InstitutionFactory(name="Waddenkust", city="Den Helder")
    _offer(title="Bij de les", direction=Direction.ICT_TO_TEACHING, institution=school)
    _offer(title="Bij een coach", direction=Direction.COACH_TO_COACH)

    text = _text(client)

    assert _places(text) == {
        "Docenten welkom bij ict": ["Nieuwste", "Middelste"],
        "Ict’ers welkom in de les": ["Bij de les"],
    }
    assert f"{school} · Den Helder · het hele jaar" in text
    assert '<a href="/uitwisseling/">Alle plekken</a>' in text


def test_front_page_shows_no_place_that_is_for_others_or_not_to_be_had(front, client, coach):
    for number, hidden in enumerate(
        [
            {"state": ListingState.DRAFT},
            {"state": ListingState.PAUSED},
            {"state": ListingState.TAKEN},
            {"state": ListingState.LAPSED},
            {"state": ListingState.WITHDRAWN},
            {"opens_on": timezone.localdate() + timedelta(days=9)},
        ]
    ):
        _offer(title=f"Verborgen {number}", **hidden)
    _offer(title="Alleen voor leden", audience=Audience.MEMBERS)

    assert "Loop een dag mee" not in _text(client)
    client.force_login(coach)
    assert _places(_text(client)) == {"Docenten welkom bij ict": ["Alleen voor leden"]}


def test_place_of_a_merged_school_stands_under_what_it_became(front, client):
    today = InstitutionFactory(name="Samen verder", city="Almere")
    former = InstitutionFactory(name="Vroeger", city="Urk", merged_into=today)
    _offer(title="Kom kijken", direction=Direction.ICT_TO_TEACHING, institution=former)

    text = _text(client)

    assert f"{today} · Almere" in text
    assert "Vroeger" not in text


def _queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize(
    "path", ["/", "/bruggen/", "/in-vier-stappen/", "/doe-mee/", "/sitemap.xml", "/verhalen/feed.atom"]
)
def test_number_of_queries_does_not_grow_with_rows(front, client, make_story, pilot_list, path):
    agenda = AgendaPage.objects.get()

    def add(number):
        meetup = MeetupFactory(page__parent=agenda)
        OccurrenceFactory(meetup=meetup, starts_at=timezone.now() + timedelta(days=number))
        make_story(f"Verhaal {number}", step=1)
        _insight(f"Inzicht {number}", Standing.TESTED)
        PilotReportFactory(parent=pilot_list, title=f"Pilot {number}")
        _offer(title=f"Plek {number}")

    add(1)
    with_one = _queries(client, path)
    add(2)
    add(3)

    assert _queries(client, path) == with_one
    # Inside a test nothing is remembered from one request to the next; warm, the front page stays below 15 too.
    assert with_one <= (22 if path == "/" else 15)
