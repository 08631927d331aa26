"""A member finds a running pilot on a phone, joins for the school, and follows it to its result."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, PHONE, fits, settled

LEAD = "lotte.janssen@brinkhove.example"
PILOT = "Toetsproef: één proefronde voor elke digitale toets"


def address_in(mail) -> list[str]:
    """Give the paths of the addresses in a mail."""
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.get_body(("plain",)).get_content())


def join(page) -> None:
    """Find the pilot in the list, and ask for the own school to take part."""
    page.goto("/samen/")
    page.get_by_role("link", name=PILOT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PILOT)
    settled(page).get_by_role("link", name="Doe mee", exact=True).last.click()
    page.get_by_label("We willen meedoen").check()
    page.get_by_label("Bericht aan wie de leiding heeft").fill("Met twee toetsen van team zorg.")
    page.get_by_role("button", name="Doe mee").click()
    expect(page.get_by_text("binnen vijf werkdagen antwoord").first).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_member_joins_for_the_school_and_follows_the_pilot_to_its_result(visit, sign_in, running_site, has_script):
    member = sign_in(visit(PHONE, java_script_enabled=has_script), MEMBER)
    lead = sign_in(visit(DESK), LEAD)
    join(member)
    assert fits(member)

    asked = running_site.mail_to(LEAD, f"ROC Lindenwaard (voorbeeld) wil meedoen: {PILOT}")
    lead.goto(address_in(asked)[-1])
    lead.locator("li", has_text="ROC Lindenwaard").get_by_role("link", name="Geef deze school antwoord").click()
    expect(lead.get_by_text("Met twee toetsen van team zorg.")).to_be_visible()
    lead.get_by_label("Ja, deze school doet mee").check()
    lead.get_by_role("button", name="Geef dit antwoord").click()
    running_site.mail_to(MEMBER, f"Jullie doen mee: {PILOT}")

    lead.get_by_role("link", name="Schrijf nieuws").click()
    lead.get_by_label("Titel").fill("Welkom Lindenwaard")
    lead.get_by_label("Nieuws").fill("Vanaf ronde twee zijn we met drie scholen.")
    lead.get_by_role("button", name="Plaats en mail dit").click()
    news = running_site.mail_to(MEMBER, f"Nieuws over {PILOT}: Welkom Lindenwaard")
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    member.goto(address_in(news)[0])
    expect(member.get_by_text("Vanaf ronde twee zijn we met drie scholen.")).to_be_visible()
    member.get_by_role("link", name="Het gesprek van wie meedoet").click()
    member.get_by_label("Je bericht").fill("Fijn, wij beginnen maandag.")
    member.get_by_role("button", name="Plaats je bericht").click()
    expect(member.get_by_text("Fijn, wij beginnen maandag.")).to_be_visible()

    lead.get_by_role("link", name="Naar je regie").click()
    lead.get_by_role("link", name="Schrijf het resultaat").click()
    lead.get_by_label("gestopt").check()
    lead.get_by_label("Wat kwam eruit?").fill("Na twee rondes wisten we genoeg: een uur scheelt een halve dag.")
    lead.get_by_role("button", name="Sluit af met dit resultaat").click()

    ended = running_site.mail_to(MEMBER, f"Het resultaat van {PILOT}")
    member.goto(address_in(ended)[0])
    expect(member.get_by_role("heading", name="Gestopt: wat we leerden")).to_be_visible()
    expect(member.get_by_text("een uur scheelt een halve dag")).to_be_visible()

    member.goto(address_in(ended)[-1])
    member.get_by_role("button", name="Stop deze mails").click()
    expect(member.get_by_role("heading", name="Je krijgt hierover geen mail meer")).to_be_visible()


def test_a_visitor_reads_who_takes_part_without_script_on_a_narrow_screen(visit):
    page = visit({"width": 320, "height": 700}, java_script_enabled=False)
    page.goto("/samen/?staat=running")
    page.get_by_role("link", name=PILOT).click()

    expect(page.get_by_role("heading", name="Wie doet er mee?")).to_be_visible()
    expect(page.get_by_role("link", name="Waddenkust College (voorbeeld)")).to_be_visible()
    expect(page.get_by_text("Esther Wieringa")).to_have_count(0)
