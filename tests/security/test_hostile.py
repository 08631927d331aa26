"""Hostile text in every field and query, and a second press of the button: a clear answer, nothing lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from events.meetups.actions import set_organisers
from events.models import JointSummary, Reflection
from home.join.forms import shown_mark
from home.models import JoinPage
from network.following.actions import save_search
from portal.shared.outbox.models import OutboxMail
from stories.models import Contribution, Evidence, Reaction, Recognition, Reuse, Suggestion
from tests.factories.events import OccurrenceFactory, RegistrationFactory
from tests.factories.exchange_applications import ApplicationFactory, PlaceFactory, WishFactory
from tests.factories.exchange_offers import OfferFactory
from tests.factories.exchange_placements import PlacementFactory
from tests.factories.exchange_reflections import FinishedPlacementFactory
from tests.factories.network import AffiliationFactory
from tests.factories.questions import make_question
from tests.factories.stories import CoachStoryFactory, InsightFactory, RouteFactory
from tests.security.surfaces import FILTERS

MARK = "zwaluw"
SCRIPT = f"<script>window.__x='{MARK}'</script>"
TEXTS = {
    "nul": f"{MARK}\x00eind",
    "lone surrogate": f"{MARK}\ud800eind",
    "right to left": f"{MARK}\u202egnihcs\u200b\u2066\ufeff\u0301",
    "template": f"{MARK}{{{{ 7|add:7 }}}}{{% load i18n %}}${{7*7}}#{{7*7}}",
    "script": SCRIPT,
    "attribute": f'{MARK}" autofocus onfocus="alert(1)',
    "closing": f"</textarea></title>{SCRIPT}",
    "link": f"javascript:alert('{MARK}')",
    "sql": f"{MARK}'; DROP TABLE network_member; --",
    "like": f"{MARK}%_\\",
    "formula": f'=HYPERLINK("http://x";"{MARK}")',
    "path": f"../../etc/passwd{MARK}",
    "header": f"{MARK}\r\nBcc: iedereen@elders.example",
    "number": "9" * 400,
    "long": f"{MARK} " * 14_000,
}
# What each run sends; the rest belongs to the thorough one.
FIRST = {"closing"}
# Of the rest, what a database may take otherwise than the next one; the others are words to it like any.
BY_DATABASE = {"nul", "lone surrogate", "sql", "like", "number", "long"}


def _marks(name: str) -> list[pytest.MarkDecorator]:
    further = [] if name in BY_DATABASE else [pytest.mark.once]
    return [] if name in FIRST else [pytest.mark.thorough, *further]


WIDE = [pytest.param(name, marks=_marks(name)) for name in TEXTS]


@pytest.fixture(autouse=True)
def strict_database(db):
    """Refuse what PostgreSQL refuses, also on SQLite: NUL and lone surrogates in a parameter."""

    def look(execute, sql, params, many, context):
        for value in params if isinstance(params, (list, tuple)) else ():
            if isinstance(value, str):
                value.encode()
                assert "\x00" not in value, sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@pytest.fixture
def place(portal, coach):
    """A site with a text of each kind, and a member with a school."""
    work = AffiliationFactory(member=coach, state="confirmed")
    portal.offer = OfferFactory(institution=work.institution, contact=coach, audience="everyone")
    portal.others_place, portal.others_wish = PlaceFactory(places_per="month"), WishFactory()
    portal.application = ApplicationFactory(offer=portal.offer, last_step_at=timezone.now())
    portal.offer_form = {
        "direction": "teacher_to_ict",
        "title": "x",
        "learn": "",
        "about": "",
        "template": "",
        "team": "",
        "place": "",
        "half_days": "1",
        "weekdays": "0",
        "starts_on": "",
        "ends_on": "",
        "opens_on": "",
        "places": "1",
        "places_per": "total",
        "themes": "",
        "systems": "",
        "audience": "everyone",
        "token": "",
        "send": "1",
    }
    portal.home.add_child(instance=JoinPage(title="Doe mee", slug="doe-mee"))
    portal.story = CoachStoryFactory(parent=portal.stories)
    portal.insight = InsightFactory(parent=portal.insights)
    portal.route = RouteFactory(parent=portal.routes)
    portal.question = make_question(at=timezone.now())
    portal.past_date = OccurrenceFactory(
        meetup__page__parent=portal.agenda, starts_at=timezone.now() - timedelta(days=2)
    )
    set_organisers(meetup=portal.past_date.meetup, organisers=[coach], at=timezone.now())
    portal.looked_back = FinishedPlacementFactory(guest=coach)
    JointSummary.objects.create(placement=portal.looked_back)
    portal.registration = RegistrationFactory(occurrence=portal.past_date, member=coach)
    portal.saved_search, _is_new = save_search(member=coach, query="q=kwikstaart", at=timezone.now())
    portal.exchange = PlacementFactory(application__guest=coach)
    portal.off_exchange = PlacementFactory(application__guest=coach)
    return portal


def mark() -> str:
    return shown_mark(timezone.now() - timedelta(minutes=1))


def forms_of(place) -> dict[str, dict[str, str]]:
    """Give every form of ours with an answer in each field; the long and free ones are attacked one by one."""
    message = {"kind": "question", "text": "x", "name": "Bo", "email": "bo@elders.example", "institution": ""}
    profile = {"given_name": "Noor", "name_prefix": "", "family_name": "Verhagen", "about": "", "seeks_note": ""}
    story = f"/mijn/bijdragen/{place.text.key}"
    afterwards = f"/agenda/plannen/{place.past_date.meetup.key}/datum/{place.past_date.key}/oogst/"
    promise = {"text": "x", "owner": "", "owner_name": "Werkgroep", "link": ""}
    exchange = place.exchange.get_absolute_url()
    agreement = dict.fromkeys(
        ("learning_question", "place", "cover", "allowed", "confidentiality", "costs", "not_allowed", "practical"), "x"
    )
    back = f"/mijn/uitwisseling/stages/{place.looked_back.key}/terugblik"
    return {
        f"{exchange}afspraken/": agreement
        | {
            "version": "0",
            "half_days": "2",
            "host_hopes": "",
            "day_contact": "",
            "insurance": "",
            "reporting": "",
            "change_note": "",
            "dagen-TOTAL_FORMS": "1",
            "dagen-INITIAL_FORMS": "0",
            "dagen-0-key": "",
            "dagen-0-on": (timezone.localdate() + timedelta(days=30)).isoformat(),
            "dagen-0-starts": "09:00",
            "dagen-0-ends": "12:00",
            "stap": "bewaar",
        },
        f"{exchange}bevestigen/": {"version": "1"},
        f"{exchange}terugnemen/": {"version": "99"},
        f"{exchange}leidinggevende/": {"stap": "vraag", "name": "Bo", "email": "bo@elders.example"},
        f"{place.off_exchange.get_absolute_url()}niet-doorgegaan/": {"reason": "other", "note": ""},
        f"{back}/samen/": {"title": "x", "text": "x", "version": JointSummary.objects.get().version},
        f"{back}/samen/akkoord/": {"version": JointSummary.objects.get().version, "is_named": "on"},
        f"{back}/schrijven/": {"saw": "x", "advice": "x", "private_note": "x", "version": Reflection().version},
        f"{back}/inleveren/": {"version": ""},
        f"{back}/citaten/": {"own": "x"},
        f"{back}/inzicht/": {"insight": str(place.insight.pk), "verdict": "supports", "sentence": "x"},
        f"/mijn/aanmeldingen/{place.registration.key}/terugblik/": {
            "score": "4",
            "tomorrow": "",
            "better": "",
            "quote": "no",
        },
        afterwards: {"summary": "x", "attended": "3", "stap": "online"},
        f"{afterwards}afspraak/": promise | {"due_on": (timezone.localdate() + timedelta(days=9)).isoformat()},
        "/doe-mee/versturen/": message | {"website": "", "shown": mark()},
        f"/suggestie/{place.story.pk}/": message | {"kind": "addition", "website": "", "shown": mark()},
        f"/wat-werkt/{place.insight.pk}/herken-je-dit/": {"answer": "yes", "sentence": ""},
        f"/ook-gedaan/{place.insight.pk}/": {"result": "worked", "changes": "x", "happened_on": "2026-01-01"},
        f"/aan-de-slag/{place.route.pk}/stap/": {"step": "", "done": "1"},
        f"/reacties/bij/{place.story.pk}/plaats/": {"text": "x", "token": ""},
        "/vragen/stel/": {
            "title": "x",
            "body": "",
            "theme": "",
            "addressee": "all",
            "audience": "members",
            "token": "",
        },
        f"{place.question.get_absolute_url()}antwoorden/": {"text": "x", "token": ""},
        f"{place.question.get_absolute_url()}melden/": {"reason": "other", "text": ""},
        "/vragen/bij-mij/": {"is_paused": "on", "until": "2030-01-01"},
        f"/mijn/map/bewaar/tekst/{place.story.pk}/": {"note": ""},
        "/mijn/map/dossier/nieuw/": {
            "title": "x",
            "intro": "",
            "school": "",
            "size": "",
            "items": "",
            "kosten-TOTAL_FORMS": "1",
            "kosten-INITIAL_FORMS": "0",
            "kosten-0-label": "",
            "kosten-0-amount": "",
            "kosten-0-unit": "",
        },
        "/mijn/zoekvragen/": {"zoek": "q=x"},
        f"/mijn/zoekvragen/{place.saved_search.key}/": {"name": "x"},
        "/mijn/profiel/": profile | {"availability": "", "themes": "", "audience_about": "members"},
        "/mijn/bijdragen/nieuw/": {"kind": "story", "key": ""},
        f"{story}/schrijven/over/": {
            "title": "x",
            "lead": "x",
            "sector": "",
            "school": "",
            "themes": "",
            "byline": "",
            "version": "",
        },
        f"{story}/schrijven/vragen/": {"wanted": "", "did": "", "failed": "", "tell_do": "", "version": ""},
        f"{story}/schrijven/vragen/bewaren/": {"wanted": "", "did": "", "version": ""},
        f"{story}/schrijven/nakijken/": {"note": "", "version": ""},
        f"{story}/meelezers/": {"name": "Bo", "email": "bo@elders.example", "message": ""},
        "/uitwisseling/plekken/nieuw/": place.offer_form,
        f"{place.offer.get_absolute_url()}wijzigen/": place.offer_form,
        f"{place.offer.get_absolute_url()}pauzeren/": {"reason": ""},
        f"/mijn/uitwisseling/aanvragen/plek/{place.others_place.key}/": {"question": "", "month": "", "text": "x"},
        f"/mijn/uitwisseling/aanvragen/wens/{place.others_wish.key}/": {"offer": "", "month": "", "text": ""},
        place.application.get_absolute_url(): {"text": "x", "token": ""},
        f"{place.application.get_absolute_url()}nee/": {"note": ""},
        "/uitwisseling/wensen/nieuw/": {
            "direction": "coach_to_coach",
            "title": "x",
            "learning_question": "x",
            "about": "",
            "half_days": "1",
            "most_km": "",
            "starts_on": "",
            "ends_on": "",
            "themes": "",
            "systems": "",
            "audience": "members",
            "token": "",
            "send": "1",
        },
        "/account/signup/": {"email": "bo@elders.example", "password1": "x", "given_name": "", "family_name": ""},
        "/account/login/": {"login": "bo@elders.example", "password": "x"},
    }


@pytest.fixture
def writer(client, place, coach):
    """A signed-in member with a text of their own."""
    client.force_login(coach)
    response = client.post("/mijn/bijdragen/nieuw/", {"kind": "story", "key": "2345678923bcdf"})
    assert response.status_code == 302
    place.text = Contribution.objects.get()
    return client


def sendable(text: str) -> str:
    """A browser sends no lone surrogate; a program sends its three bytes, which no UTF-8 reader takes."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1") if "\ud800" in text else text


def runs(page: str) -> bool:
    """Tell whether the typed script stands in the page as script, or broke out of an attribute."""
    return SCRIPT in page or f'{MARK}" autofocus' in page or re.search(r'href="\s*javascript:', page) is not None


@pytest.mark.parametrize("name", WIDE)
def test_hostile_text_in_any_field_is_stored_or_refused_in_words(writer, place, name):
    text, broken, unsafe = sendable(TEXTS[name]), set(), set()
    for address, fields in forms_of(place).items():
        for field in fields:
            response = writer.post(address, fields | {field: text})
            if response.status_code >= 500:
                broken.add((address, field))
            page = response.content.decode()
            if runs(page):
                unsafe.add((address, field))
        # What was stored is read back where it was written.
        back = writer.get(address)
        if back.status_code >= 500 or runs(back.content.decode()):
            unsafe.add((address, "read back"))
    for address in (
        place.past_date.meetup.page.url,
        place.story.url,
        place.insight.url,
        f"/reacties/bij/{place.story.pk}/",
        place.exchange.get_absolute_url(),
        place.off_exchange.get_absolute_url(),
        "/vragen/",
        place.question.get_absolute_url(),
        "/mijn/map/",
        "/mijn/bijdragen/",
        "/mijn/uitwisseling/",
        "/uitwisseling/",
        place.offer.get_absolute_url(),
        place.application.get_absolute_url(),
        "/mijn/uitwisseling/aanvragen/",
    ):
        if runs(writer.get(address).content.decode()):
            unsafe.add((address, "shown"))

    assert broken == set()
    assert unsafe == set()


@pytest.mark.parametrize("name", WIDE)
def test_hostile_question_in_any_address_gets_a_page(client, place, name):
    text, broken, unsafe = sendable(TEXTS[name])[:3000], set(), set()
    for path, names in FILTERS.items():
        for parameter in names:
            response = client.get(f"/{path}", {parameter: text})
            if response.status_code >= 500:
                broken.add((path, parameter))
            if runs(response.content.decode()):
                unsafe.add((path, parameter))

    assert broken == set()
    assert unsafe == set()


PATHS = (
    "/media/%00",
    "/media/a%00b.png",
    "/zoeken/%00",
    "/scholen/a%00/",
    "/netwerk/%00/",
    "/pilots/a%00/pdf/",
    "/%00/",
    "/verhalen/%00/",
    "/delen/%00.png",
    "/dossier/a%00b/",
    "/meelezen/%00/",
    "/documenten/1/%00.pdf",
    "/media/%ed%a0%80",
    "/dossier/%ed%a0%80/",
    "/meelezen/%ff/",
    "/delen/99999999999999999999999.png",
    "/suggestie/99999999999999999999999/",
    "/reacties/bij/99999999999999999999999/",
    "/documenten/99999999999999999999999/x.pdf",
    "/media/../../etc/passwd",
)


@pytest.mark.parametrize("path", PATHS)
def test_address_that_no_row_can_have_is_not_found(client, place, path):
    assert client.get(path).status_code == 404


def test_refused_message_keeps_what_was_typed(client, place):
    typed = f"{SCRIPT} & {TEXTS['template']}"

    page = client.post("/doe-mee/versturen/", {"kind": "question", "text": typed, "email": "geen", "shown": mark()})

    assert page.status_code == 422
    assert typed in unescape(page.content.decode())
    assert not runs(page.content.decode())


def test_refused_reuse_keeps_what_was_typed(writer, place):
    page = writer.post(
        f"/ook-gedaan/{place.insight.pk}/", {"result": "worked", "changes": SCRIPT, "happened_on": "3000-01-01"}
    )

    assert SCRIPT in unescape(page.content.decode())
    assert not runs(page.content.decode())


@pytest.mark.parametrize("address", ["/doe-mee/versturen/", "suggestion"])
def test_message_sent_twice_arrives_once(client, place, address):
    url = f"/suggestie/{place.story.pk}/" if address == "suggestion" else address
    fields = {"kind": "question", "text": "Eén vraag", "name": "Bo", "email": "bo@elders.example", "shown": mark()}

    answers = [client.post(url, fields) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/doe-mee/bedankt/")] * 2
    assert (Suggestion.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_another_message_from_the_same_form_arrives_too(client, place):
    fields = {"kind": "question", "name": "Bo", "email": "bo@elders.example", "shown": mark()}

    for text in ("Eén vraag", "Nog een vraag"):
        client.post("/doe-mee/versturen/", fields | {"text": text})

    assert Suggestion.objects.count() == 2


def test_answers_of_a_school_sent_twice_count_once(writer, place):
    OutboxMail.objects.all().delete()
    for _ in range(2):
        writer.post(f"/wat-werkt/{place.insight.pk}/herken-je-dit/", {"answer": "yes", "sentence": "x"})
        writer.post(
            f"/ook-gedaan/{place.insight.pk}/", {"result": "worked", "changes": "x", "happened_on": "2026-01-01"}
        )

    assert (Recognition.objects.count(), Reuse.objects.count(), Evidence.objects.count()) == (1, 1, 1)
    assert OutboxMail.objects.count() <= 1


def test_text_sent_after_the_session_ended_is_there_after_signing_in(writer, place, coach):
    address = f"/mijn/bijdragen/{place.text.key}/schrijven/over/"
    writer.cookies.clear()

    answer = writer.post(address, {"title": "Mijn verloren titel", "lead": "", "version": ""})
    writer.force_login(coach)

    assert answer.url == f"/account/login/?next={address}"
    assert "Mijn verloren titel" in writer.get(address).content.decode()


def test_reaction_sent_after_the_session_ended_is_said_not_to_be_placed(writer, place):
    address = f"/reacties/bij/{place.story.pk}/plaats/"
    writer.cookies.clear()

    page = writer.post(address, {"text": "Mijn reactie"}, follow=True)

    assert page.redirect_chain[-1][0] == f"/account/login/?next={address}"
    assert "Je was uitgelogd, dus je reactie is niet geplaatst." in page.content.decode()
    assert Reaction.objects.count() == 0
