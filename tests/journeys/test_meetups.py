"""A meetup from the agenda to the own calendar: signing up, waiting, moving up, withdrawing, coming as a pair."""

import re
import urllib.request
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.conftest import COORDINATOR, DESK, PHONE, RunningSite, fits
from tests.journeys.test_keyboard import labelled, tab_to

MEMBER = "ines.fernandes@brinkhove.example"
# Takes part in the visit already; and someone who doesn't yet.
IN_VISIT, SEEKER = "noor.verhagen@roc-lindenwaard.example", "hidde.postma@waddenkust.example"
VISIT, VISIT_PATH = "Kijkje in de keuken: studentenservicepunt", "/agenda/kijkje-in-de-keuken-studentenservicepunt/"
SPRING = "Netwerkbijeenkomst i-coaches: voorjaar"
WORKSHOP, WORKSHOP_PATH = "Werkplaats digitaal toetsen", "/agenda/werkplaats-digitaal-toetsen/"
CONFERENCE_PATH = "/agenda/conferentie-bruggen-tussen-onderwijs-en-ict/"
NARROW = {"width": 320, "height": 700}
# As the clock would the day before; what it sends then goes out now.
REMIND = (
    "from datetime import timedelta\n"
    "from django.utils import timezone\n"
    "from events.models import Occurrence\n"
    "from events.registrations.actions import remind\n"
    "from portal.shared.outbox.models import OutboxMail\n"
    "date = Occurrence.objects.get(meetup__page__title='{title}')\n"
    "remind(at=date.starts_at - timedelta(hours=23))\n"
    "OutboxMail.objects.filter(state='queued').update(next_attempt_at=timezone.now())"
)


def calendar_of(mail: EmailMessage) -> Calendar:
    """Give the calendar file that came with a mail."""
    found = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert found, [part.get_content_type() for part in mail.walk()]
    return Calendar.from_ical(found[0].get_payload(decode=True))


def path_in(mail: EmailMessage, start: str) -> str:
    """Give the path of the first link in a mail that begins so; people open it where they read the mail."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(rf"https?://[^/\s]+({re.escape(start)}[^\s]*)", text)
    assert found, text
    return found[1]


def feed(site: RunningSite, path: str) -> dict[str, str]:
    """Fetch a personal feed, as a calendar program does; gives the status of each event by its title."""
    with urllib.request.urlopen(f"{site.url}{path}") as answer:
        calendar = Calendar.from_ical(answer.read())
    return {str(event["SUMMARY"]): str(event.get("STATUS", "")) for event in calendar.walk("VEVENT")}


def sign_up(page, address: str) -> None:
    """Press the button of the box, and the one below the form."""
    page.goto(address)
    page.locator("[data-box]").get_by_role("link").first.click()
    page.get_by_role("button", name=re.compile("Meld je aan|Op de wachtlijst")).click()
    expect(page.get_by_text("Mijn aanmelding", exact=True)).to_be_visible()


def withdraw_here(page) -> None:
    """One click, and one to confirm."""
    page.get_by_role("link", name="Meld je af").click()
    page.get_by_role("button", name="Meld je af").click()
    expect(page.get_by_text("Je bent afgemeld.", exact=False).first).to_be_visible()


@pytest.fixture
def phone(visit, sign_in):
    return sign_in(visit(PHONE), MEMBER)


def test_sign_up_on_a_phone_from_the_agenda(phone, running_site):
    phone.goto("/agenda/")
    phone.get_by_role("link", name=SPRING).click()
    phone.get_by_role("link", name="Meld je aan").click()
    phone.get_by_label("Waar wil je het ’s middags over hebben?").fill("Uren die verdwijnen")
    phone.get_by_role("button", name="Meld je aan").click()

    expect(phone.get_by_text("Je hebt een plek. Je krijgt een mail", exact=False)).to_be_visible()
    mail = running_site.mail_to(MEMBER, f"Je komt: {SPRING}")
    [event] = calendar_of(mail).walk("VEVENT")
    assert str(event["SUMMARY"]) == SPRING
    assert f"{event['DTSTART'].dt:%a %H:%M}" == "Thu 10:00"
    assert "Domhaven" in str(event["LOCATION"])
    phone.goto(path_in(mail, "/mijn/aanmeldingen/"))
    expect(phone.get_by_text("Uren die verdwijnen")).to_be_visible()
    phone.goto("/mijn/")
    expect(phone.get_by_role("heading", name="Mijn komende datums")).to_be_visible()
    expect(phone.get_by_role("main").get_by_role("link", name=SPRING)).to_be_visible()
    assert phone.console_errors == []


def test_who_waits_gets_a_freed_seat_and_the_calendar_follows(phone, visit, sign_in, running_site):
    seeker = sign_in(visit(DESK), SEEKER)
    sign_up(seeker, VISIT_PATH)
    expect(seeker.get_by_role("heading", name="Je komt")).to_be_visible()

    sign_up(phone, VISIT_PATH)
    expect(phone.get_by_role("heading", name="Je staat op de wachtlijst")).to_be_visible()
    expect(phone.get_by_text("Je staat op plek 1.", exact=False)).to_be_visible()
    expect(phone.get_by_text("Alle 12 plekken in de zaal zijn bezet.", exact=False)).to_be_visible()
    phone.goto("/mijn/agenda/")
    phone.get_by_role("button", name="Maak mijn adres").click()
    expect(phone.get_by_role("heading", name="Kies je agenda")).to_be_visible()
    address = urlsplit(phone.locator("#adres").input_value()).path
    assert feed(running_site, address)[VISIT] == "TENTATIVE"

    other = sign_in(visit(PHONE), IN_VISIT)
    other.goto("/mijn/")
    other.get_by_role("main").get_by_role("link", name=VISIT).click()
    withdraw_here(other)
    offer = running_site.mail_to(MEMBER, f"Wil je deze plek? {VISIT}")
    phone.goto(path_in(offer, "/mijn/aanmeldingen/"))
    phone.get_by_role("link", name="Laat weten of je komt").click()
    phone.get_by_role("button", name="Ja, ik kom").click()
    expect(phone.get_by_role("heading", name="Je komt")).to_be_visible()
    assert feed(running_site, address)[VISIT] == "CONFIRMED"

    running_site.manage("shell", "-v0", "-c", REMIND.format(title=VISIT))
    reminder = running_site.mail_to(MEMBER, f"Binnenkort: {VISIT}")
    phone.goto(path_in(reminder, "/mijn/aanmeldingen/"))
    withdraw_here(phone)
    assert VISIT not in feed(running_site, address)
    assert phone.console_errors == seeker.console_errors == other.console_errors == []


def test_two_colleagues_come_together_and_one_has_no_account(visit, sign_in, running_site):
    colleague = "wim.beheer@lindenwaard-extra.example"
    phone = sign_in(visit(PHONE), COORDINATOR)
    phone.goto(WORKSHOP_PATH)
    phone.get_by_role("link", name="Meld je aan").click()
    phone.get_by_label("In de zaal").check()
    phone.get_by_label("Ik kom met een collega: de naam").fill("Wim Beheer")
    phone.get_by_label("E-mailadres van deze collega").fill(colleague)
    phone.get_by_role("button", name="Meld je aan").click()
    expect(phone.get_by_role("heading", name="Je collega moet nog ja zeggen")).to_be_visible()

    asked = running_site.mail_to(colleague, "Sanne de Wit wil samen met jou komen")
    guest = visit(PHONE)
    guest.goto(path_in(asked, "/agenda/aanmelding/"))
    guest.get_by_role("button", name="Ja, ik kom").click()

    expect(guest.get_by_text("Je hebt een plek.")).to_be_visible()
    for address in (COORDINATOR, colleague):
        mail = running_site.mail_to(address, f"Je komt: {WORKSHOP}")
        assert [str(event["SUMMARY"]) for event in calendar_of(mail).walk("VEVENT")] == [WORKSHOP]
    phone.reload()
    expect(phone.get_by_role("heading", name="Je komt")).to_be_visible()


def test_guest_signs_up_without_javascript_on_a_very_narrow_phone(visit, running_site):
    guest = visit(NARROW, java_script_enabled=False)
    guest.goto("/agenda/")
    guest.get_by_role("link", name=SPRING).click()
    guest.get_by_role("link", name="Meld je aan").click()
    guest.get_by_label("Je naam").fill("Gast Zonder Account")
    guest.get_by_label("Je e-mailadres").fill("gast@buiten")
    guest.get_by_role("button", name="Meld je aan").click()
    expect(guest.locator(".error-summary")).to_be_visible()
    expect(guest.get_by_label("Je naam")).to_have_value("Gast Zonder Account")
    assert fits(guest)
    guest.get_by_label("Je e-mailadres").fill("gast@buiten.example")
    guest.get_by_role("button", name="Meld je aan").click()

    asked = running_site.mail_to("gast@buiten.example", f"Bevestig dat je komt: {SPRING}")
    guest.goto(path_in(asked, "/agenda/aanmelding/"))
    guest.get_by_role("button", name="Ja, ik kom").click()
    expect(guest.get_by_text("Je hebt een plek.")).to_be_visible()
    assert fits(guest)
    assert running_site.mail_to("gast@buiten.example", f"Je komt: {SPRING}")


def test_sign_up_for_a_conference_by_keyboard(visit, sign_in):
    page = sign_in(visit(DESK), "lotte.janssen@brinkhove.example")
    page.goto(CONFERENCE_PATH)
    tab_to(page, labelled("Meld je aan"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Meld je aan")).to_be_visible()
    for _round in range(3):
        tab_to(page, lambda stop: stop["type"] == "radio")
        # The choice stands on "none of these", the last one: once further is the first one.
        page.keyboard.press("ArrowDown")
    tab_to(page, lambda stop: stop["tag"] == "BUTTON" and stop["label"] == "Meld je aan")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Je komt")).to_be_visible()
    expect(page.get_by_text("De uren van een coach: wat spreek je af?")).to_be_visible()
    expect(page.get_by_text("Wat gaat er mis als de manager wisselt?")).to_be_visible()
