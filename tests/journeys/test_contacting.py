"""Found by a member of another school, written to, answered: on a phone, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, OTHER, PHONE, fits


def path_in(mail) -> str:
    return re.search(r"https?://[^/\s]+(/mijn/berichten/\S+)", mail.get_body(("plain",)).get_content())[1]


def test_found_written_to_and_answered_on_a_phone(visit, sign_in, running_site):
    noor = sign_in(visit(PHONE), MEMBER)
    noor.goto("/netwerk/")
    noor.get_by_label("Naam, onderwerp of school").fill("digidoc")
    noor.get_by_role("main").get_by_role("button", name="Zoek").click()
    expect(noor).to_have_url(re.compile("q=digidoc"))
    noor.get_by_role("link", name="Femke Hoekstra").click()
    noor.get_by_role("link", name="Bericht sturen").click()
    noor.get_by_label("Je bericht").fill("Hoi Femke, mag ik een keer meekijken?")
    noor.get_by_role("button", name="Verstuur je bericht").click()
    expect(noor.get_by_text("Je bericht is verstuurd.")).to_be_visible()

    mail = running_site.mail_to(OTHER, "Een bericht van Noor Verhagen")
    assert MEMBER not in mail.as_string()
    femke = sign_in(visit(PHONE), OTHER)
    femke.goto("/mijn/")
    expect(femke.get_by_role("heading", name="Een bericht van Noor Verhagen")).to_be_visible()
    femke.goto(path_in(mail))
    femke.get_by_label("Je bericht").fill("Graag, kom dinsdag.")
    femke.get_by_role("button", name="Verstuur je bericht").click()
    expect(femke.get_by_text("Graag, kom dinsdag.")).to_be_visible()

    noor.goto("/mijn/berichten/")
    noor.get_by_role("link", name="Femke Hoekstra").click()
    expect(noor.get_by_text("Graag, kom dinsdag.")).to_be_visible()
    assert fits(noor)
    assert noor.console_errors == femke.console_errors == []


def test_filters_swap_in_place_and_the_address_stays_right(read, sign_in):
    page = sign_in(read(DESK), MEMBER)
    page.goto("/netwerk/")
    page.locator("#filter-rol ~ ul a").first.click()
    expect(page.locator("#leden .chips li").first).to_be_visible()

    expect(page).to_have_url(re.compile("rol="))
    page.go_back()
    expect(page.locator("#leden .chips")).to_have_count(0)
    assert page.console_errors == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_list_is_filtered_and_a_message_sent_by_keyboard(visit, sign_in, scripts):
    page = sign_in(visit(DESK, java_script_enabled=scripts), MEMBER)
    page.goto("/netwerk/?q=ondertitels")
    link = page.get_by_role("link", name="Anouk Timmerman")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anouk Timmerman")
    page.get_by_role("link", name="Bericht sturen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Verstuur je bericht")).to_be_visible()
    page.get_by_label("Je bericht").focus()
    page.keyboard.type("Welke microfoon gebruiken jullie?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Je bericht is verstuurd.")).to_be_visible()
