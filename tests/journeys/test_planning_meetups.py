"""An organiser changes a series and everyone hears what was and is; a member plans a meetup and it goes online."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from portal.shared.calendar_days.rules import LOCAL_ZONE
from tests.journeys.conftest import DESK, MEMBER, MODERATOR, OTHER, PHONE
from tests.journeys.editor import approve
from tests.journeys.test_meetups import path_in

ORGANISER = "esther.wieringa@waddenkust.example"
SERIES = "Intervisie i-coaches Noord"
TITLE = "Lassen zonder bril"


def test_organiser_moves_the_rest_of_a_series_and_everyone_hears_what_was_and_is(visit, sign_in, running_site):
    page = sign_in(visit(DESK), ORGANISER)
    page.goto("/mijn/")
    page.get_by_role("main").get_by_role("link", name=SERIES).first.click()
    expect(page.get_by_role("heading", level=1, name=SERIES)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Pas aan ")).nth(1).click()
    page.get_by_label("Van", exact=True).fill("14:30")
    page.get_by_label("Tot", exact=True).fill("16:30")
    page.get_by_label("deze datum en alles erna").check()
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_role("heading", level=1, name="Klopt dit?")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(4)
    # The eight of the group, and the three who wait.
    expect(page.get_by_text("11 mensen krijgen hierover een mail.", exact=False)).to_be_visible()
    page.get_by_role("button", name="Zo aanpassen").click()

    expect(page.get_by_role("heading", level=3).filter(has_text="14.30–16.30")).to_have_count(4)
    expect(page.get_by_role("heading", level=3).filter(has_text="14.00–16.00")).to_have_count(1)
    mail = running_site.mail_to(MEMBER, f"Er is iets veranderd in de reeks: {SERIES}")
    text = mail.get_body(("plain",)).get_content()
    assert len(re.findall(r"Het was: woensdag .*, 14\.00 tot 16\.00", text)) == 4
    assert len(re.findall(r"Het is nu: woensdag .*, 14\.30 tot 16\.30", text)) == 4
    assert page.console_errors == []


def test_member_plans_a_meetup_that_an_editor_approves_and_readers_find(visit, sign_in, running_site):
    day = datetime.now(tz=LOCAL_ZONE).date() + timedelta(days=60)
    member = sign_in(visit(PHONE), OTHER)
    member.goto("/agenda/")
    member.get_by_role("link", name="Stel zelf een bijeenkomst voor").click()
    member.get_by_label("Hoe noem je het?").fill(TITLE)
    member.get_by_label("Wat voor bijeenkomst is het?").select_option(label="werkplaats")
    member.get_by_label("Wat gebeurt er, en voor wie is het?").fill(
        "Voor docenten techniek. Je last en wij kijken mee."
    )
    member.get_by_label("Dag", exact=True).fill(day.isoformat())
    member.get_by_label("Van", exact=True).fill("13:00")
    member.get_by_label("Tot", exact=True).fill("16:00")
    member.get_by_label("Je kunt er ter plekke bij zijn.").check()
    member.get_by_label("Locatie").fill("Laslokaal")
    member.get_by_label("Plekken ter plekke").fill("12")
    member.get_by_role("button", name="Stuur het naar de redactie").click()
    expect(member.get_by_role("heading", level=1, name=TITLE)).to_be_visible()

    moderator = sign_in(visit(DESK), MODERATOR)
    page_id = running_site.rows("SELECT id FROM wagtailcore_page WHERE draft_title = ?", TITLE)[0][0]
    moderator.goto(f"/beheer/pages/{page_id}/edit/")
    approve(moderator)

    reader = visit(PHONE)
    reader.goto("/agenda/")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)
    member.goto(path_in(running_site.mail_to(OTHER, f"Online: {TITLE}"), "/agenda/plannen/"))
    member.get_by_role("link", name="Datums aankondigen").click()
    member.get_by_role("button", name="Aankondigen").click()
    expect(member.get_by_text("Aangekondigd.", exact=False)).to_be_visible()

    reader.goto("/agenda/")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(reader.get_by_role("link", name="Meld je aan")).to_be_visible()
    assert member.console_errors == []
