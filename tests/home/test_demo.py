"""The demo is what it says: complete, at its right standing, with its exact titles, and safe to load twice."""

import re
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Collection, Locale, Page

from events.applications.states import ApplicationState
from events.harvest.actions import tell_afterwards
from events.meetups.rules import clashes, rounds_of
from events.models import (
    Application,
    JointSummary,
    Meetup,
    MeetupPage,
    Occurrence,
    Placement,
    PlacementOffer,
    PlacementRequest,
    Promise,
    Registration,
)
from events.offers.states import ListingState
from events.placements.states import PlacementState
from events.registrations.actions import (
    SignUp,
    confirm_guest,
    register,
    register_guest,
    switch_mode,
    withdraw_booking,
)
from events.registrations.errors import NotOpenYet, SessionsClash
from home.demo.crowd import add_crowd, guests
from home.demo.files import table, texts
from home.foundation.actions import ensure_site
from home.models import BackgroundPage, PlainPage, ProgrammePage
from network.following.actions import send_due_digests
from network.initiatives.states import PartState
from network.members.viewers import viewer_of_member
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
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.links.models import SecretLink
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import own_sections, todo_sources
from portal.shared.registries.glances import Asked, with_anything
from search.engines.choice import engine_named
from search.index.comparison import differences
from search.models import AskedSearch, SearchDecision
from stories.models import CoachStoryPage, InsightPage, PilotReportPage, RoutePage
from tests.search.judged.judging import Objects, judge, leaked, read

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
MEETUPS = {
    "M01": "Netwerkbijeenkomst i-coaches: voorjaar",
    "M02": "Vraag het een coach: online inloopuur",
    "M03": "Werkplaats digitaal toetsen",
    "M04": "Intervisie i-coaches Noord",
    "M05": "Webinar: AI in de les, wat mag en wat werkt",
    "M06": "Conferentie Bruggen tussen onderwijs en ict",
    "M07": "Werkplaats: maak je eigen uitlegvideo",
    "M08": "Kijkje in de keuken: studentenservicepunt",
    "M09": "Informatiemanagers en coaches in gesprek",
    "M10": "Startbijeenkomst uitwisselingsstages",
}
# Meetup → first day from the day of loading, weekday (0 is Monday), local start and end.
WHEN = {
    "M01": (74, 3, "10:00", "15:30"),
    "M02": (10, 3, "15:30", "16:15"),
    "M03": (38, 1, "13:00", "16:30"),
    "M04": (16, 2, "14:00", "16:00"),
    "M05": (-21, 2, "15:00", "16:00"),
    "M06": (150, 4, "09:00", "17:00"),
    "M07": (23, 1, "09:30", "12:30"),
    "M08": (52, 0, "13:30", "15:30"),
    "M09": (-68, 3, "13:00", "16:00"),
    "M10": (31, 0, "19:30", "20:30"),
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
            # Schools receive more than once.
            if re.match(r"\w+ = [\[\d]|place = |school = ", line):
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


def test_search_knows_all_of_the_demo_as_it_stands(demo):
    assert differences() == []


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


def meetup(key: str) -> Meetup:
    return Meetup.objects.get(page__title=MEETUPS[key])


def date_of(key: str) -> Occurrence:
    return meetup(key).occurrences.order_by("starts_at")[0]


def local(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL_ZONE)


def person(start: str) -> Member:
    return Member.objects.get(email__startswith=start)


def test_demo_has_the_meetups_of_the_list_on_their_days(demo):
    today = timezone.localdate()
    when = {}
    for key, title in MEETUPS.items():
        starts, ends = (local(moment) for moment in (date_of(key).starts_at, date_of(key).ends_at))
        days = (starts.date() - today).days
        assert WHEN[key][0] <= days < WHEN[key][0] + 7, title
        when[key] = (WHEN[key][0], starts.weekday(), f"{starts:%H:%M}", f"{ends:%H:%M}")

    assert when == WHEN
    assert {page.title for page in MeetupPage.objects.live()} == set(MEETUPS.values())
    assert not MeetupPage.objects.filter(is_example=False).exists()
    assert not MeetupPage.objects.filter(picture=None).exists()
    assert not MeetupPage.objects.filter(picture_alt="").exists()


def test_demo_meetups_open_and_the_agenda_lists_what_comes(demo, client):
    pages = list(MeetupPage.objects.live())

    assert {page.url: client.get(page.url).status_code for page in pages} == {page.url: 200 for page in pages}
    coming = [item.title for item in client.get("/agenda/").context["items"]]
    held = [item.title for item in client.get("/agenda/?periode=geweest").context["items"]]
    assert held == [MEETUPS["M05"], MEETUPS["M09"]]
    assert sorted(coming + held) == sorted(MEETUPS.values())
    assert client.get("/").content.decode().count('class="agenda"') == 1


def test_demo_front_page_shows_places_on_both_banks(demo, client):
    page = client.get("/").content.decode()

    assert "Loop een dag mee" in page
    assert all(title in page for title in ("Meelopen met de servicedesk", "Netwerkbeheer in het magazijn-lokaal"))
    # For members only, or not to be had now.
    assert not any(title in page for title in ("Een dag in de studio", "Achter de schermen bij een digitaal examen"))


def test_demo_meetups_stand_at_their_schools(demo, client):
    school = client.get("/scholen/roc-de-nieuwe-vaart/").content.decode()

    assert [title for title in (MEETUPS["M06"], MEETUPS["M08"]) if title not in school] == []


def test_demo_spring_meetup_has_lunch_and_asks(demo, client):
    spring = meetup("M01")

    assert date_of("M01").seats_on_site == 60
    assert "Lunch" in {session.title for session in date_of("M01").sessions.all()}
    assert [question.label for question in spring.questions.all()] == ["Waar wil je het ’s middags over hebben?"]
    page = client.get(f"{spring.page.url}aanmelden/{date_of('M01').key}/").content.decode()
    assert "Wat heb je nodig om mee te doen?" in page
    assert "Is de plek toegankelijk?" in client.get(spring.page.url).content.decode()


def test_demo_drop_in_hour_keeps_its_time_over_a_clock_change_with_two_exceptions(demo, client):
    dates = list(meetup("M02").occurrences.order_by("planned_start_at"))
    regular = [row for row in dates if row.planned_start_at == row.starts_at]
    moved = [row for row in dates if row.planned_start_at != row.starts_at]
    planned = [local(row.planned_start_at) for row in dates]

    assert (len(dates), len(regular), len(moved)) == (17, 16, 1)
    assert {later - earlier for earlier, later in pairwise(planned)} == {timedelta(days=14)}
    assert {f"{local(row.starts_at):%a %H:%M}" for row in regular} == {"Thu 15:30"}
    assert len({local(row.starts_at).utcoffset() for row in dates}) == 2
    assert f"{local(moved[0].starts_at):%a %H:%M}" == "Tue 16:00"
    assert [row.reason for row in dates if row.state == "cancelled"] == ["Het is schoolvakantie."]
    assert meetup("M02").admission == "none"
    assert client.get("/agenda/").context["items"][0].meta.endswith("en nog 15 datums")


def test_demo_workshop_is_on_site_and_online_and_one_can_change(demo):
    date = date_of("M03")
    row = date.registrations.filter(mode="on_site").order_by("pk")[0]

    switch_mode(registration=row, mode="online", at=timezone.now())

    assert (date.seats_on_site, date.seats_online, meetup("M03").allows_pairs) == (24, 50, True)
    assert [date.registrations.filter(mode=mode).count() for mode in ("on_site", "online")] == [4, 4]


def test_demo_conference_has_three_rounds_and_two_sessions_that_run_into_the_next(demo):
    date = date_of("M06")
    sessions = list(date.sessions.filter(is_chosen=True))
    rounds = rounds_of(sessions)
    number = {position: place for place, one in enumerate(rounds) for position in one.positions}
    across = [(sessions[a], sessions[b]) for a, b in clashes(sessions) if number[a] != number[b]]

    assert [len(one.positions) for one in rounds] == [4, 4, 4]
    assert {first.seats for first, _second in across} == {12, 15}
    assert {row.sessions.count() for row in date.registrations.all()} == {2, 3}
    choice = SignUp(sessions=[session.pk for session in across[0]])
    with pytest.raises(SessionsClash):
        register(occurrence=date, member=person("noor.verhagen@"), sign_up=choice, at=timezone.now())


def test_demo_peer_review_is_full_for_the_whole_series_with_three_in_line(demo, client):
    series = meetup("M04")
    dates = list(series.occurrences.order_by("starts_at"))
    bookings = series.series_bookings.order_by("created_at")

    assert {later.starts_at - earlier.starts_at for earlier, later in pairwise(dates)} <= {
        timedelta(weeks=4, hours=hours) for hours in (-1, 0, 1)
    }
    assert [row.city for row in dates] == ["Terpzijl", "Brinkhove", "Terpzijl", "Brinkhove", "Terpzijl"]
    assert (series.booking, series.offer_hours, {row.seats_on_site for row in dates}) == ("series", 48, {8})
    assert [row.state for row in bookings] == ["confirmed"] * 8 + ["waitlisted"] * 3
    for row in dates:
        assert row.registrations.filter(state="confirmed").count() == 8
    assert "Vol" in client.get(series.page.url).context["registration_box"].title

    withdraw_booking(booking=bookings[0], at=timezone.now())

    waiting = [bookings.get(pk=row.pk) for row in bookings[8:]]
    assert [row.state for row in waiting] == ["offered", "waitlisted", "waitlisted"]
    assert waiting[0].hold_ends_at - timezone.now() > timedelta(hours=47)
    assert OutboxMail.objects.filter(state="queued", to=waiting[0].member.email, purpose__contains="offered").exists()


def test_demo_webinar_was_attended_by_212_people_and_left_a_report(demo, client):
    date, page = date_of("M05"), meetup("M05").page
    transcript = page.materials.exclude(document=None).get()

    assert date.seats_online == 300
    assert date.registrations.filter(attendance="present").count() == 212
    assert date.registrations.filter(attendance="unknown").count() == 0
    assert b"Tien vragen uit de chat" in b"".join(client.get(transcript.document.url).streaming_content)
    assert "ondertitels" in page.materials.get(document=None).description
    html = client.get(page.url).content.decode()
    assert "De meeste vragen gingen over leeftijd" in html
    assert "212" in html
    # Who was there heard afterwards then: the first start of the demo writes to nobody.
    assert tell_afterwards(timezone.now()) == 0


def test_demo_crowd_is_what_signing_up_and_confirming_leave(demo):
    date = date_of("M03")
    guest, at = guests(1)[0], timezone.now()
    row = register_guest(occurrence=date, guest=guest, sign_up=SignUp(mode="online"), at=at)
    link = SecretLink.objects.filter(subject_key=row.key).latest("pk")
    confirm_guest(registration=row, link=link, at=at + timedelta(minutes=6))
    other = date_of("M01")
    add_crowd(other, number=1, mode="online", since=at)

    def facts(registration: Registration) -> tuple:
        own = {"id", "key", "occurrence_id", "created_at", "changed_at"}
        columns = {name: value for name, value in vars(registration).items() if name[0] != "_" and name not in own}
        moves = [(each.from_state, each.to_state, each.by_kind, each.note) for each in registration.moves.all()]
        return columns, moves, registration.changed_at - registration.created_at

    assert facts(Registration.objects.get(pk=row.pk)) == facts(other.registrations.get(guest_email=guest.address))


def test_demo_video_workshop_does_not_go_on_and_everyone_heard(demo, client):
    agenda = {item.title: item for item in client.get("/agenda/").context["items"]}

    assert agenda[MEETUPS["M07"]].seats == "gaat niet door"
    assert "De begeleider is ziek." in client.get(meetup("M07").page.url).content.decode()
    told = OutboxMail.objects.filter(purpose="events.registration_cancelled").values_list("to", flat=True)
    assert sorted(told) == sorted(date_of("M07").registrations.values_list("member__email", flat=True))
    assert len(told) == 3


def test_demo_visit_has_one_seat_for_two_who_want_it(demo, client):
    date = date_of("M08")
    agenda = {item.title: item for item in client.get("/agenda/").context["items"]}
    assert (date.seats_on_site, agenda[MEETUPS["M08"]].seats) == (12, "nog 1 plek")

    states = [
        register(occurrence=date, member=person(start), sign_up=SignUp(), at=timezone.now()).state
        for start in ("ines.fernandes@", "hidde.postma@")
    ]

    assert states == ["confirmed", "waitlisted"]


def test_demo_talk_of_managers_left_a_report_with_three_agreements_and_slides(demo, client):
    page = meetup("M09").page
    html = client.get(page.url).content.decode()

    assert [name for name in ("Ruben de Graaf", "Sanne de Wit", "Daan &#x27;t Hart") if name not in html] == []
    assert "De lastigste stap was de vraag" in html
    promises = Promise.objects.order_by("pk").values_list("member__given_name", "state")
    assert list(promises) == [("Ruben", "done"), ("Sanne", "open"), ("Daan", "open")]
    assert page.materials.get().document is not None
    assert set(date_of("M09").registrations.values_list("attendance", flat=True)) == {"present"}


def test_demo_start_meetup_is_for_members_and_opens_later(demo, client):
    start = meetup("M10")
    today = timezone.localdate()

    assert start.eligibility == "members"
    opens, closes = (local(moment).date() for moment in (start.opens_at, start.closes_at))
    assert ((opens - today).days, (closes - today).days) == (7, 29)
    assert "Alleen leden" in client.get(start.page.url).content.decode()
    month = client.get(f"/agenda/?maand={local(date_of('M10').starts_at):%Y-%m}").content.decode()
    assert "19.30–20.30 uur" in month
    with pytest.raises(NotOpenYet):
        register(
            occurrence=date_of("M10"), member=person("noor.verhagen@"), sign_up=SignUp(mode="online"), at=timezone.now()
        )


def test_demo_history_of_meetups_mails_nobody_today(demo):
    mails = OutboxMail.objects.filter(purpose__startswith="events.")

    assert set(mails.values_list("state", flat=True)) == {"sent"}
    assert not mails.exclude(text="").exists()


def test_nothing_of_a_demo_member_is_missed_at_a_glance(demo):
    now = timezone.now()
    missed, found = [], set()
    for member in Member.objects.active():
        viewer = viewer_of_member(member, on=timezone.localdate(now))
        asked = with_anything([*todo_sources, *own_sections], Asked.of(member, now))
        has = [source for source in todo_sources if list(source.todos(member, viewer, at=now))]
        has += [section for section in own_sections if section.context(member, viewer, at=now) is not None]
        found |= {type(source) for source in has if hasattr(source, "glance")}
        missed += [(member.key, source) for source in has if source not in asked]

    assert missed == []
    assert len(found) > 8


PLACES = {
    "Meelopen met de servicedesk": "open",
    "Kijk mee in een zorgteam": "open",
    "Start van het schooljaar bij functioneel beheer": "open",
    "Netwerkbeheer in het magazijn-lokaal": "open",
    "Loop een dag mee met een digidoc": "open",
    "Een dag in de studio": "paused",
    "Achter de schermen bij een digitaal examen": "taken",
    "Lesgeven buiten zonder wifi": "open",
}
WISHES = {
    "Docent horeca zoekt plek bij informatiemanagement": "open",
    "Systeembeheerder zoekt team met eigen laptops": "taken",
    "Coach zoekt coachteam in het zuiden": "open",
    "Privacy officer wil een les met AI zien": "open",
    "Opleidingsmanager wil een dag mee met de ict-manager": "open",
    "Functioneel beheerder zoekt team dat veel met de leeromgeving doet": "withdrawn",
}
# Who was a guest where, of section 10; the last one inside one school.
EXCHANGES = [
    ("kadewijk-college", "roc-de-nieuwe-vaart"),
    ("akkerlinde-groen", "brinkhove-college"),
    ("roc-de-nieuwe-vaart", "roc-lindenwaard"),
    ("roc-lindenwaard", "roc-de-nieuwe-vaart"),
    ("waddenkust-college", "brinkhove-college"),
    ("brinkhove-college", "waddenkust-college"),
    ("roc-mergelstroom", "akkerlinde-groen"),
    ("lijn-en-vorm", "roc-de-nieuwe-vaart"),
    ("kadewijk-college", "kadewijk-college"),
]


def test_demo_has_the_places_and_wishes_of_the_list_in_their_states(demo):
    places = dict(PlacementOffer.objects.values_list("title", "state"))
    wishes = dict(PlacementRequest.objects.values_list("title", "state"))

    assert {title: places.get(title) for title in PLACES} == PLACES
    assert {title: wishes.get(title) for title in WISHES} == WISHES
    start = PlacementOffer.objects.get(title="Start van het schooljaar bij functioneel beheer")
    assert start.opens_on > timezone.localdate() + timedelta(days=50)
    assert {*places.values(), *wishes.values()} == set(ListingState)


def test_demo_has_an_exchange_and_an_application_in_every_state(demo):
    assert set(Placement.objects.values_list("state", flat=True)) == set(PlacementState)
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState)
    agreed = Placement.objects.get(state=PlacementState.AGREED)
    numbers = agreed.versions.order_by("number").values_list("number", "holds_since")
    assert [(number, moment is None) for number, moment in numbers] == [(1, False), (2, True)]


def test_demo_has_the_exchanges_of_the_pilot_and_those_that_were_off(demo):
    done = Placement.objects.filter(state=PlacementState.DONE)
    pairs = set(done.values_list("guest_institution__slug", "host_institution__slug"))
    assert pairs >= set(EXCHANGES)
    off = Placement.objects.filter(state=PlacementState.CANCELLED)
    assert set(off.values_list("guest_institution__slug", "host_institution__slug")) == {
        ("roc-mergelstroom", "brinkhove-college"),
        ("roc-lindenwaard", "kadewijk-college"),
    }
    assert set(off.values_list("cancel_reason", flat=True)) == {"no_cover"}


def test_demo_has_a_sealed_reflection_and_a_draft_story_of_two(demo, client):
    sealed = Placement.objects.filter(reflections__sealed_at__isnull=False, summary=None).distinct().get()
    assert [row.sealed_at is not None for row in sealed.reflections.order_by("side")] == [True, False]
    summary = JointSummary.objects.get()
    assert summary.title == "De map die nooit definitief was"
    assert not CoachStoryPage.objects.get(pk=summary.story_page_id).live
    client.force_login(sealed.host)
    page = client.get(f"/mijn/uitwisseling/stages/{sealed.key}/terugblik/").content.decode()
    assert "omweg" not in page


@pytest.mark.parametrize("engine", ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
@pytest.mark.parametrize("name", ["public", pytest.param("own", marks=pytest.mark.thorough)])
def test_demo_is_found_by_the_judged_queries(demo, request, engine, name):
    if engine == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    queries, objects = read(name), Objects()

    verdicts = [judge(judged, objects, engine_named(engine)) for judged in queries]

    failed = [(verdict.judged.query, *verdict.faults, *verdict.found) for verdict in verdicts if verdict.faults]
    assert len(failed) <= len(queries) * 0.05, failed
    assert leaked(queries, objects, engine_named(engine)) == []
