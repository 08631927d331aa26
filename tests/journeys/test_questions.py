"""A question is asked on a phone, put to two people, passed on, answered by a third, and its best answer chosen."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_contributing import address_in

ASKER = "kwame.boateng@kadewijk.example"
TITLE = "Waar vind ik filmpjes over veilig stapelen?"
# Who gets the question is by lot among equals: neither a school holiday on the day of the test nor what that person
# chose about mail may decide what is seen here.
EVEN_CHANCES = (
    "from portal.shared.calendar_days.models import SchoolHoliday\n"
    "from portal.shared.outbox.models import MailRefusal\n"
    "SchoolHoliday.objects.all().delete()\n"
    "MailRefusal.objects.all().delete()"
)
# What the clock does every hour, as if two weeks have passed.
TWO_WEEKS_LATER = (
    "from datetime import timedelta\n"
    "from django.utils import timezone\n"
    "from network.questions.actions import follow_up\n"
    "follow_up(at=timezone.now() + timedelta(days=14))"
)
HELD = (
    "SELECT m.email, r.state FROM network_route r JOIN network_member m ON m.id = r.member_id "
    "JOIN network_question q ON q.id = r.question_id WHERE q.title = ? ORDER BY r.id"
)


def held(site) -> list[tuple[str, str]]:
    return site.rows(HELD, TITLE)


@pytest.fixture
def asker(visit, sign_in, running_site):
    running_site.manage("shell", "-v0", "-c", EVEN_CHANCES)
    return sign_in(visit(PHONE), ASKER)


def ask(page) -> None:
    """Type the question, look at what resembles it, go on, and send."""
    page.goto("/vragen/")
    page.get_by_role("link", name="Stel een vraag").click()
    page.get_by_label("Wat is je vraag?").press_sequentially("Hoe maak ik een filmpje met ondertitels", delay=5)
    expect(page.get_by_role("link", name="Hoe maak ik ondertitels zonder veel werk?")).to_be_visible()
    page.get_by_label("Wat is je vraag?").fill(TITLE)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Leg het uit").fill("Mijn studenten in het magazijn kijken liever dan dat ze lezen.")
    page.get_by_label("Thema").select_option(label="Digitaal leermateriaal")
    page.get_by_role("button", name="Plaats je vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_question_goes_from_phone_to_best_answer(asker, visit, sign_in, running_site):
    ask(asker)
    first, second = held(running_site)
    assert {first[1], second[1]} == {"waiting"}
    expect(asker.get_by_role("heading", name="Bij wie ligt deze vraag nu?")).to_be_visible()

    busy = sign_in(visit(DESK), first[0])
    busy.goto(address_in_question(running_site, first[0]))
    busy.get_by_role("link", name="Ik kan dit niet beantwoorden").click()
    busy.get_by_role("button", name="Ik kan dit niet beantwoorden").click()
    expect(busy.get_by_text("De vraag gaat naar iemand anders.")).to_be_visible()
    states = held(running_site)
    assert [state for _email, state in states] == ["declined", "waiting", "waiting"]
    running_site.mail_to(ASKER, "Bij wie je vraag nu ligt")

    helper = sign_in(visit(PHONE), states[2][0])
    helper.goto("/mijn/")
    helper.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Lees en antwoord").click()
    helper.get_by_label("Je antwoord").fill("Op onze eigen school staan er zes. Ik stuur je de lijst.")
    helper.get_by_role("button", name="Plaats je antwoord").click()
    expect(helper.get_by_text("Je antwoord is geplaatst.")).to_be_visible()
    assert [state for _email, state in held(running_site)] == ["declined", "ended", "answered"]

    asker.goto("/mijn/")
    asker.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Kies het beste antwoord").click()
    asker.get_by_role("button", name="Dit is het beste antwoord").click()
    expect(asker.get_by_text("Beste antwoord", exact=True)).to_be_visible()

    reader = visit(PHONE)
    reader.goto("/vragen/?staat=accepted")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_text("Beste antwoord", exact=True)).to_be_visible()
    expect(reader.get_by_role("link", name="Log in om te antwoorden")).to_be_visible()
    running_site.mail_to(states[2][0], "Je antwoord is het beste antwoord")
    assert asker.console_errors + helper.console_errors + reader.console_errors == []


def address_in_question(site, email: str) -> str:
    """Give the path of the question in the mail that put it to someone."""
    mail = next(mail for mail in site.mails_to(email) if TITLE in mail.get_body(("plain",)).get_content())
    return re.search(r"(/vragen/[a-z0-9]{14}/)", mail.get_body(("plain",)).get_content())[1]


def test_follower_stops_the_mails_without_signing_in(asker, visit, sign_in, running_site):
    ask(asker)
    address = asker.url
    helper = sign_in(visit(DESK), held(running_site)[0][0])
    helper.goto(address)
    helper.get_by_label("Je antwoord").fill("Kijk bij de vakschool.")
    helper.get_by_role("button", name="Plaats je antwoord").click()
    expect(helper.get_by_text("Je antwoord is geplaatst.")).to_be_visible()
    mail = running_site.mail_to(ASKER, "Een nieuw antwoord op een vraag die je volgt")

    someone = visit(PHONE)
    someone.goto(address_in(mail))
    someone.get_by_role("button", name="Stop deze mails").click()

    expect(someone.get_by_text("Je krijgt geen mail meer over deze vraag.")).to_be_visible()


def test_the_clock_hands_a_question_over_when_nobody_answers(asker, visit, sign_in, running_site):
    ask(asker)
    first = {email for email, _state in held(running_site)}
    assert [running_site.mail_to(email, "Een vraag voor jou")["Subject"] for email in first]

    running_site.manage("shell", "-v0", "-c", TWO_WEEKS_LATER)

    states = held(running_site)
    late = {email for email, state in states if state == "late"}
    following = [email for email, state in states if state == "waiting"]
    assert late == first
    assert following
    assert late.isdisjoint(following)
    # Its mail is of that moment, and waits for it.
    told = "SELECT state FROM shared_outboxmail WHERE purpose = 'network.question_whereabouts' AND \"to\" = ?"
    assert running_site.rows(told, ASKER) == [("queued",)]
    asker.reload()
    expect(asker.get_by_role("heading", name="Bij wie ligt deze vraag nu?")).to_be_visible()

    helper = sign_in(visit(PHONE), following[0])
    helper.goto("/mijn/")
    item = helper.get_by_role("listitem").filter(has_text=TITLE)
    expect(item.get_by_text("Doe dit voor")).to_be_visible()
    item.get_by_role("link", name="Lees en antwoord").click()
    expect(helper.get_by_label("Je antwoord")).to_be_visible()
    too_late = sign_in(visit(PHONE), first.pop())
    too_late.goto("/mijn/")
    expect(too_late.get_by_role("listitem").filter(has_text=TITLE)).to_have_count(0)
