"""On a phone: signing up, filling in a profile, seeing it with others' eyes, and being found and written to."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import OTHER, PHONE, fits
from tests.journeys.test_contacting import path_in
from tests.journeys.test_joining import text_of

EMAIL = "nina.nieuw@roc-lindenwaard.example"
NARROW = {"width": 320, "height": 700}


def sign_up(page, site) -> None:
    """Make an account with a school address, and skip the first five minutes."""
    page.goto("/account/signup/")
    page.get_by_label("Voornaam").fill("Nina")
    page.get_by_label("Achternaam").fill("Nieuw")
    page.get_by_label("E-mail").fill(EMAIL)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/account/confirm-email/"))
    code = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", text_of(site.mail_to(EMAIL, "")))[0]
    page.locator("input[name=code]").fill(code)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/mijn/begin/"))
    page.get_by_role("button", name="Bewaar en ga verder").click()


def seen_as(page, whom: str) -> str:
    """Look at the own profile with others' eyes; give what stands there."""
    page.goto("/mijn/profiel/")
    page.get_by_role("link", name=whom, exact=True).click()
    page.wait_for_url("**/mijn/profiel/bekijk/**")
    assert fits(page)
    return page.locator("main").inner_text()


def test_new_member_is_found_and_written_to_by_someone_of_another_school(visit, sign_in, running_site):
    nina = visit(PHONE)
    sign_up(nina, running_site)
    nina.goto("/mijn/profiel/")
    nina.locator("#id_about").fill("Ik film lessen met een kartonnen statief.")
    nina.locator("#id_audience_about").select_option("connections")
    nina.get_by_role("button", name="Sla je profiel op").click()
    expect(nina.locator(".flash--success")).to_be_visible()

    views = {whom: seen_as(nina, whom) for whom in ("Iedereen", "Een lid", "Iemand van mijn school", "Een connectie")}
    assert {whom: "kartonnen statief" in text for whom, text in views.items()} == {
        "Iedereen": False,
        "Een lid": False,
        "Iemand van mijn school": False,
        "Een connectie": True,
    }
    assert {whom: "Nina Nieuw" in text for whom, text in views.items()} == {
        "Iedereen": False,
        "Een lid": True,
        "Iemand van mijn school": True,
        "Een connectie": True,
    }

    femke = sign_in(visit(NARROW), OTHER)
    femke.goto("/netwerk/")
    femke.get_by_label("Naam, onderwerp of school").fill("Nina Nieuw")
    femke.get_by_role("main").get_by_role("button", name="Zoek").click()
    expect(femke).to_have_url(re.compile("q=Nina"))
    assert fits(femke)
    femke.get_by_role("link", name="Nina Nieuw", exact=True).click()
    expect(femke.get_by_role("heading", level=1)).to_have_text("Nina Nieuw")
    assert fits(femke)
    assert "kartonnen statief" not in femke.content()
    femke.get_by_role("link", name="Bericht sturen").click()
    femke.get_by_label("Je bericht").fill("Welkom! Zullen we een keer bellen?")
    femke.get_by_role("button", name="Verstuur je bericht").click()
    expect(femke.get_by_text("Je bericht is verstuurd.")).to_be_visible()

    mail = running_site.mail_to(EMAIL, "Een bericht van Femke Hoekstra")
    assert OTHER not in mail.as_string()
    nina.goto(path_in(mail))
    nina.get_by_label("Je bericht").fill("Graag, dinsdag na drie uur.")
    nina.get_by_role("button", name="Verstuur je bericht").click()
    expect(nina.get_by_text("Graag, dinsdag na drie uur.")).to_be_visible()

    femke.goto("/mijn/berichten/")
    femke.get_by_role("link", name="Nina Nieuw").click()
    expect(femke.get_by_text("Graag, dinsdag na drie uur.")).to_be_visible()
    assert nina.console_errors == femke.console_errors == []
