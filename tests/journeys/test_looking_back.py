"""After a meetup: how it was, what came of it, and a promise that comes back to who made it."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import COORDINATOR, DESK, MEMBER, PHONE
from tests.journeys.harvest_content import GUEST, TITLE

PROMISE = "De lijst rondsturen."


def run(site, name: str) -> str:
    return site.manage("shell", "-c", f"from tests.journeys.harvest_content import {name} as run; run()")


def path_in(mail, start: str) -> str:
    return re.search(rf"{start}[^\s]+", mail.get_body(("plain",)).get_content())[0]


@pytest.fixture
def facts(running_site):
    return json.loads(run(running_site, "make").strip().splitlines()[-1])


def test_from_how_it_was_to_a_promise_that_is_kept(visit, sign_in, running_site, facts):
    # The mail afterwards asks without signing in, on the phone.
    phone = visit(PHONE)
    phone.goto(path_in(running_site.mail_to(MEMBER, f"Na ‘{TITLE}’"), "/agenda/terugblik/"))
    phone.get_by_label("5: hier kan ik morgen mee aan de slag").check()
    phone.get_by_label("Wat doe je er morgen mee?").fill("De lijst delen met mijn team.")
    phone.get_by_label("ja, zonder mijn naam").check()
    phone.get_by_role("button", name="Stuur mijn antwoord").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dank je wel")
    assert phone.console_errors == []

    # Who has no account gets the certificate all the same.
    certificate = phone.request.get(path_in(running_site.mail_to(GUEST, f"Na ‘{TITLE}’"), "/agenda/bewijs/"))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(certificate.body())).pages)
    assert "Bo Gast" in words
    assert TITLE in words

    # The organiser reads the five answers, writes what came of it, and puts the promise down.
    desk = sign_in(visit(DESK), COORDINATOR)
    desk.goto(facts["desk"])
    desk.get_by_role("link", name="Wat mensen ervan vonden").click()
    expect(desk.get_by_text("De lijst delen met mijn team.")).to_be_visible()
    desk.get_by_role("link", name="Verslag en afspraken").click()
    desk.get_by_label("Wat kwam eruit?").fill("Wij maken één lijst voor alle teams.")
    desk.get_by_role("button", name="Online zetten").click()
    desk.get_by_role("link", name="Een afspraak opschrijven").click()
    desk.get_by_label("Wat is afgesproken?").fill(PROMISE)
    desk.get_by_label("Wie doet het?").select_option(label="Noor Verhagen")
    due_on = timezone.localdate() + timedelta(days=30)
    desk.get_by_label("Wanneer is het klaar?").fill(due_on.isoformat())
    desk.locator(".form__actions button").first.click()
    expect(desk.get_by_role("link", name=PROMISE)).to_be_visible()
    assert desk.console_errors == []

    # Its owner says yes to the name, and hears of it again on the day.
    noor = sign_in(visit(PHONE), MEMBER)
    noor.goto(path_in(running_site.mail_to(MEMBER, f"Een afspraak van jou bij ‘{TITLE}’"), "/mijn/afspraken/"))
    noor.get_by_role("button", name="Mijn naam mag erbij staan").click()
    expect(noor.get_by_text("staat je naam bij deze afspraak", exact=False)).to_be_visible()
    run(running_site, "on_the_day")
    noor.goto(path_in(running_site.mail_to(MEMBER, "De dag is er"), "/mijn/afspraken/"))
    noor.get_by_role("button", name="Het is klaar").click()
    expect(noor.get_by_text("Goed gedaan.", exact=False)).to_be_visible()
    assert noor.console_errors == []

    # Every visitor reads the report, with the promise, its name and that it is done.
    visitor = visit(PHONE)
    visitor.goto(facts["page"])
    expect(visitor.get_by_text("Wij maken één lijst voor alle teams.")).to_be_visible()
    kept = visitor.get_by_role("listitem").filter(has_text=PROMISE)
    expect(kept).to_contain_text("Noor Verhagen")
    expect(kept).to_contain_text("klaar")
    assert visitor.console_errors == []
