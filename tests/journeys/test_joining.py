"""The ways in: signing up on a phone, a colleague invited by the coordinator, an ICT partner invited by a coach."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import COORDINATOR, DESK, MEMBER, PHONE, fits
from tests.journeys.test_contributing import address_in


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def heading(page):
    return page.locator("h1").first


def test_someone_signs_up_on_a_phone_and_goes_through_the_first_five_minutes(running_site, visit):
    page = visit(PHONE)
    page.goto("/account/signup/")
    page.get_by_label("Voornaam").fill("Nina")
    page.get_by_label("Achternaam").fill("Nieuw")
    page.get_by_label("E-mail").fill("nina.nieuw@roc-lindenwaard.example")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/account/confirm-email/"))
    mail = running_site.mail_to("nina.nieuw@roc-lindenwaard.example", "")
    page.locator("input[name=code]").fill(re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", text_of(mail))[0])
    page.locator("main form button").first.click()

    # The address told the school already: it stands there, chosen.
    page.wait_for_url(re.compile("/mijn/begin/school/"))
    expect(page.get_by_label("Je school").locator("option:checked")).to_contain_text("ROC Lindenwaard")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.get_by_label("i-coach", exact=True).check()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.get_by_label("lesbezoek", exact=True).check()
    page.get_by_role("button", name="Bewaar en ga verder").click()

    expect(heading(page)).to_have_text("Iemand om te leren kennen")
    expect(page.locator(".people")).to_contain_text("Helpt met lesbezoek")
    page.get_by_role("button", name="Ga verder").click()
    expect(heading(page)).not_to_have_text("Iemand om te leren kennen")
    page.get_by_role("button", name="Ga verder").click()

    expect(heading(page)).to_have_text("Je kunt beginnen")
    assert fits(page)
    page.get_by_role("link", name="Kijk wie er is van ROC Lindenwaard").click()
    expect(page.locator("main")).to_contain_text("Nina Nieuw")
    assert page.console_errors == []


def test_a_coordinator_invites_colleagues_and_one_accepts_in_two_clicks(running_site, visit, sign_in):
    sanne = sign_in(visit(DESK), COORDINATOR)
    sanne.goto("/mijn/uitnodigingen/")
    sanne.get_by_role("link", name="Nodig collega's uit").click()
    sanne.get_by_label("E-mailadressen").fill("Piet de Boer <piet.deboer@elders.example>\nmies@elders.example")
    sanne.get_by_label("Een paar eigen woorden").fill("Kom je ook?")
    sanne.get_by_role("button", name="Stuur de uitnodigingen").click()
    expect(sanne.locator("main")).to_contain_text("2 uitnodigingen zijn onderweg")

    mail = running_site.mail_to("piet.deboer@elders.example", "")
    assert "Kom je ook?" in text_of(mail)
    piet = visit(PHONE)
    piet.goto(address_in(mail))
    expect(heading(piet)).to_have_text("Sanne de Wit nodigt je uit")
    expect(piet.get_by_label("Achternaam")).to_have_value("Boer")
    piet.get_by_role("button", name="Aannemen en mijn account maken").click()
    piet.wait_for_url(re.compile("/mijn/begin/"))

    sanne.reload()
    row = sanne.locator("li", has_text="piet.deboer@elders.example")
    expect(row).to_contain_text("geaccepteerd")
    row.get_by_role("link", name="Bekijk het profiel van Piet de Boer").click()
    expect(heading(sanne)).to_have_text("Piet de Boer")
    expect(sanne.locator("main")).to_contain_text("ROC Lindenwaard")
    assert (piet.console_errors, sanne.console_errors) == ([], [])


def test_a_coach_invites_the_ict_partner_who_reads_it_on_a_phone_without_javascript(running_site, visit, sign_in):
    noor = sign_in(visit(DESK), MEMBER)
    noor.goto("/mijn/uitnodigingen/")
    noor.get_by_role("link", name="Nodig je ict-partner uit").click()
    noor.get_by_label("E-mailadres").fill("ict.collega@elders.example")
    noor.get_by_role("button", name="Stuur de uitnodiging").click()
    expect(noor.locator("main")).to_contain_text("ict.collega@elders.example")

    mail = running_site.mail_to("ict.collega@elders.example", "")
    partner = visit(PHONE, java_script_enabled=False)
    partner.goto(address_in(mail))
    partner.get_by_label("Voornaam").fill("Ivo")
    partner.get_by_label("Achternaam").fill("Ict")
    partner.get_by_role("button", name="Aannemen en mijn account maken").click()

    expect(heading(partner)).to_have_text("Je school")
    school = running_site.rows(
        "SELECT i.slug, a.state FROM network_affiliation a JOIN network_institution i ON i.id = a.institution_id"
        " JOIN network_member m ON m.id = a.member_id WHERE m.email = 'ict.collega@elders.example'"
    )
    assert school == [("roc-lindenwaard", "claimed")]


def test_a_coordinator_confirms_a_colleague_whom_the_school_page_then_shows(running_site, visit, sign_in):
    noor = sign_in(visit(PHONE), MEMBER)
    noor.goto("/mijn/uitnodigingen/")
    noor.get_by_role("link", name="Nodig je ict-partner uit").click()
    noor.get_by_label("E-mailadres").fill("ict.collega@elders.example")
    noor.get_by_role("button", name="Stuur de uitnodiging").click()
    ivo = visit(PHONE)
    ivo.goto(address_in(running_site.mail_to("ict.collega@elders.example", "")))
    ivo.get_by_label("Voornaam").fill("Ivo")
    ivo.get_by_label("Achternaam").fill("Ict")
    ivo.get_by_role("button", name="Aannemen en mijn account maken").click()
    ivo.wait_for_url(re.compile("/mijn/begin/"))

    sanne = sign_in(visit(PHONE), COORDINATOR)
    sanne.goto("/mijn/")
    todo = sanne.get_by_role("listitem").filter(has_text="ROC Lindenwaard")
    todo.get_by_role("link", name="Bevestig").first.click()
    row = sanne.locator("section[aria-labelledby=wacht] li", has_text="Ivo Ict")
    row.get_by_role("button", name="Bevestig").click()
    expect(sanne.locator("section[aria-labelledby=collegas]")).to_contain_text("Ivo Ict")
    assert fits(sanne)

    noor.goto("/scholen/roc-lindenwaard/")
    expect(noor.locator("main")).to_contain_text("Ivo Ict")
    visitor = visit(PHONE)
    visitor.goto("/scholen/roc-lindenwaard/")
    assert "Ivo Ict" not in visitor.locator("main").inner_text()
    assert sanne.console_errors == noor.console_errors == ivo.console_errors == []
