"""The demo is what it says: complete, at its right standing, with its exact titles, and safe to load twice."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Collection, Locale, Page

from home.demo.files import table, texts
from home.foundation.actions import ensure_site
from home.models import BackgroundPage, PlainPage, ProgrammePage
from network.following.actions import send_due_digests
from network.initiatives.states import PartState
from network.models import (
    Affiliation,
    Connection,
    Follow,
    Initiative,
    InitiativePart,
    Institution,
    Invitation,
    Member,
    Message,
    MessageReport,
    Question,
)
from network.privacy.consents import consents_of
from portal.shared.outbox.models import OutboxMail
from search.models import AskedSearch, SearchDecision
from stories.models import CoachStoryPage, InsightPage, PilotReportPage, RoutePage

TITLES = {
    "S01": "Van knoppenhulp naar een gesprek over de les",
    "S02": "Twee dagen aan de servicedesk",
    "S03": "Een systeembeheerder in de klas",
    "S04": "Een studentenservicepunt dat blijft",
    "S05": "Eén vaste dag, of niet beginnen",
    "S06": "Minder bestanden, meer opdrachten",
    "S07": "Digitaal toetsen zonder paniek",
    "S08": "AI in de taalles: eerst afspraken, dan proberen",
    "S09": "De opleidingsmanager aan tafel",
    "S10": "De VR-bril die weer in de kast ging",
    "S11": "Uitlegvideo's op telefoonmaat",
    "S12": "Met de koffiekar langs de teams",
    "P1": "Pilot: coaches in drie teams",
    "P2": "Pilot: uitwisselingsstages onderwijs en ict",
    "P3": "Pilot: coaching op aanvraag",
    "I1": "Koppel coaching aan een doel van het team",
    "I2": "Geef elke coach minstens één vaste dag per week",
    "I3": "Van de coach een tweede servicedesk maken",
    "I4": "Laat ict en onderwijs een dag met elkaar meelopen",
    "I5": "Beginnen met een apparaat of programma",
    "I6": "Spreek af wie welke vraag beantwoordt",
    "I7": "Erop rekenen dat voorlopers de rest vanzelf meenemen",
    "I8": "Maak eerst afspraken over privacy en probeer daarna uit",
}
QUESTIONS = {
    "V01": ("Hoeveel uur per week is genoeg voor een coach?", "L15", ["L17"], "accepted"),
    "V02": ("Wie betaalt de reis bij een uitwisselingsstage?", "L16", ["L14"], "answered"),
    "V03": ("Mag ik studenten een chatbot laten gebruiken?", "L21", ["L20"], "answered"),
    "V04": ("Wat zet ik in het profiel van een i-coach?", "L10", ["L17"], "answered"),
    "V05": ("Hoe krijg ik een team mee dat niet wil?", "L12", ["L15", "L09"], "answered"),
    "V06": ("Kan iemand een voorbeeld van een nulmeting delen?", "L13", ["L11"], "answered"),
    "V07": ("Hoe maak ik ondertitels zonder veel werk?", "L24", ["L07"], "answered"),
    "V08": ("Leeromgeving of Teams voor opdrachten?", "L18", ["L05", "L08"], "answered"),
    "V09": ("Moet een ict'er een vog hebben om in de klas mee te lopen?", "L19", [], "open"),
    "V10": ("Wij zijn met z'n tweeën op een kleine school. Werkt dit dan?", "L16", ["L12", "L03"], "answered"),
}
STANDINGS = {
    "I1": "bevestigd",
    "I2": "getoetst",
    "I3": "omstreden",
    "I4": "bevestigd",
    "I5": "omstreden",
    "I6": "herkend",
    "I7": "bevestigd",
    "I8": "opkomend",
}


def body_words(row):
    html = " ".join(
        value
        for block in row.get("body", [])
        for name, value in block.items()
        if name in ("html", "text") and isinstance(value, str)
    )
    chapters = " ".join(value for name, value in row.items() if name.endswith("_html") or name == "question")
    rows = [*row.get("timeline", []), *row.get("indicators", [])]
    around = " ".join(value for line in rows for value in line.values() if isinstance(value, str))
    return len(strip_tags(f"{html} {chapters} {around}".replace("<", " <")).split())


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file as a first start does it; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        Locale.objects.get_or_create(language_code="nl")
        Collection.add_root(name="Root")
        Page.add_root(title="Root", slug="root")
        ensure_site(at=timezone.now())
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The loaded demo, as one test may change it."""


@pytest.mark.parametrize("folder", ["stories", "pilots", "insights"])
def test_demo_texts_have_the_titles_of_the_list(folder):
    assert {row["key"]: row["title"] for row in texts(folder)} == {
        key: title for key, title in TITLES.items() if key[0] == folder[0].upper()
    }


def test_demo_stories_have_a_believable_length():
    lengths = {row["key"]: body_words(row) for row in texts("stories")}

    assert {key: words for key, words in lengths.items() if not 350 <= words <= 900} == {}


def test_demo_pilots_are_long_enough():
    lengths = {row["key"]: body_words(row) for row in texts("pilots")}

    assert {key: words for key, words in lengths.items() if words < 900} == {}


def test_demo_texts_share_no_sentence():
    seen: dict[str, str] = {}
    twice = []
    for path in sorted(Path("home/demo").rglob("*.toml")):
        words = strip_tags(path.read_text(encoding="utf-8").replace("<", " <"))
        for line in words.splitlines():
            if re.match(r"\w+ = [\[\d]", line):
                continue
            for sentence in re.split(r"[.!?]\s", line.partition(' = "')[2] or line):
                plain = " ".join(re.findall(r"\w+", sentence.casefold()))
                is_text = len(plain.split()) >= 4 and path.parent.name != "demo"
                if is_text and seen.setdefault(plain, path.name) != path.name:
                    twice.append((plain, seen[plain], path.name))

    assert twice == []


def test_demo_gives_every_insight_the_standing_of_the_list(demo):
    standings = {page.title: page.standing_row.standing for page in InsightPage.objects.with_standing()}

    assert standings == {TITLES[key]: standing for key, standing in STANDINGS.items()}


def test_demo_is_complete_and_labelled(demo):
    counts = [model.objects.live().count() for model in (CoachStoryPage, PilotReportPage, InsightPage, RoutePage)]

    assert counts == [12, 3, 8, 2]
    assert [model.objects.live().count() for model in (PlainPage, BackgroundPage, ProgrammePage)] == [9, 2, 1]
    assert Institution.objects.filter(label="(voorbeeld)").count() == len(table("schools")) == 8
    assert Member.objects.filter(is_demo=True, email__endswith=".example").count() == 28
    people = Member.objects.filter(portrait__alt__startswith="Tekening van ")
    assert people.count() == 25
    coordinators = Member.objects.filter(affiliations__in=Affiliation.objects.coordinating(timezone.localdate()))
    assert set(coordinators.values_list("given_name", flat=True)) == {"Femke", "Samira", "Sanne"}
    assert not CoachStoryPage.objects.filter(is_example=False).exists()


def test_demo_has_questions_that_found_nothing_and_a_call(demo):
    rows = AskedSearch.objects.unanswered().by_question()

    assert [(row["text"], row["times"]) for row in rows] == [
        ("rooster zonder tussenuren", 4),
        ("vr-brillen schoonmaken", 2),
    ]
    assert [call.text for call in SearchDecision.objects.calls()] == ["portfolio op papier"]


def test_demo_shows_schools_in_each_state_of_doing_things_together(demo):
    initiatives = Initiative.objects.order_by("title").values_list("kind", "state")
    parts = InitiativePart.objects.exclude(institution=F("initiative__lead_institution"))

    assert list(initiatives) == [("research", "open"), ("training", "done"), ("pilot", "running")]
    assert set(parts.values_list("state", flat=True)) == {state.value for state in PartState}
    assert not Initiative.objects.filter(is_example=False).exists()
    assert Initiative.objects.get(kind="training").result != ""
    assert Initiative.objects.get(kind="pilot").messages.count() == 2


def test_demo_loads_once(demo):
    before = (Member.objects.count(), CoachStoryPage.objects.count())

    call_command("seed_demo", verbosity=0)

    assert (Member.objects.count(), CoachStoryPage.objects.count()) == before


def test_demo_questions_are_asked_answered_and_in_the_state_of_the_list(demo):
    address_of = {row["key"]: row["email"] for row in table("members")}
    found = {
        question.title: (
            question.asker.email,
            [answer.writer.email for answer in question.answers.order_by("created_at")],
            question.state,
        )
        for question in Question.objects.select_related("asker").prefetch_related("answers__writer")
    }

    assert found == {
        title: (address_of[asker], [address_of[key] for key in writers], state)
        for title, asker, writers, state in QUESTIONS.values()
    }
    chosen = Question.objects.get(state="accepted").best_answer
    assert chosen.writer.email == address_of["L17"]
    assert Question.objects.unanswered().get().title == QUESTIONS["V09"][0]


def test_demo_question_without_a_name_shows_none(demo, client):
    question = Question.objects.get(is_anonymous=True)
    asker = question.asker

    page = client.get(question.get_absolute_url()).content.decode()

    assert [word for word in (asker.given_name, asker.family_name, asker.key) if word in page] == []
    assert "Gevraagd zonder naam" in page
    assert "Voorbeeldtekst. De school en de personen bestaan niet." in page


@pytest.mark.parametrize("path", ["/vragen/", "/verhalen/", "/pilots/", "/wat-werkt/", "/aan-de-slag/", "/samen/"])
def test_demo_lists_open(demo, client, path):
    assert client.get(path).status_code == 200


def test_demo_texts_open_for_everyone(demo, client):
    pages = [
        page for model in (CoachStoryPage, PilotReportPage, InsightPage, RoutePage) for page in model.objects.live()
    ]

    assert {page.url: client.get(page.url).status_code for page in pages} == {page.url: 200 for page in pages}


def test_demo_shows_an_invitation_in_each_state(loaded, db):
    now = timezone.now()
    rows = Invitation.objects.filter(inviter__email="sanne.dewit@roc-lindenwaard.example")

    assert sorted(row.state_at(now).value for row in rows) == ["accepted", "declined", "expired", "open"]
    assert {row.kind for row in Invitation.objects.all()} == {"colleague", "ict_partner", "ambassador"}


def test_demo_members_follow_and_get_a_digest(demo):
    monday = datetime.combine(timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday()), time(9))
    sent = send_due_digests(at=timezone.make_aware(monday))

    assert Follow.objects.count() == 9
    assert sent == OutboxMail.objects.filter(purpose="following.digest").count() == 3
    noor = OutboxMail.objects.get(purpose="following.digest", to__startswith="noor.verhagen@")
    assert "AI in de taalles: eerst afspraken, dan proberen" in noor.text


def test_demo_members_with_an_open_profile_agreed_to_it(demo):
    noor = Member.objects.get(email__startswith="noor.verhagen@")

    assert {consent.version for consent in consents_of(noor.key)} == {"2026-11"}
    assert len(consents_of(noor.key)) >= 5


def test_demo_members_write_and_connect_and_one_message_is_reported(demo):
    assert Message.objects.filter(state="sent").count() == 6
    assert [report.state for report in MessageReport.objects.all()] == ["open"]
    assert Connection.objects.accepted().count() >= 4


def test_demo_shows_who_can_help_me_with_the_reason(demo, client):
    client.force_login(Member.objects.get(email="noor.verhagen@roc-lindenwaard.example"))

    found = client.get("/netwerk/?mij=helpen").context["found"]

    assert [person.reason for person in found] == [
        "Jij zoekt hulp bij toetsproef. Daar helpt Lotte Janssen mee.",
        "Jij zoekt hulp bij video. Daar helpt Anouk Timmerman mee.",
    ]
