"""Someone without account reads a draft behind a secret link and answers, once."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_contributing import WRITER, address_in, begin

READER = "buurvrouw@example.org"


@pytest.fixture
def writer(visit, sign_in):
    """Give a member who wrote a title and asked someone to read along, at the text's own page."""
    page = sign_in(visit(DESK), WRITER)
    begin(page)
    page.locator("#id_title").fill("Een tekst in wording")
    page.get_by_role("button", name="Bewaar en stop voor nu").click()
    page.locator("#id_name").fill("Truus Buurvrouw")
    page.locator("#id_email").fill(READER)
    page.get_by_role("button", name="Stuur de link").click()
    expect(page.get_by_text("Truus Buurvrouw krijgt een mail")).to_be_visible()
    return page


@pytest.fixture
def link(writer, running_site):
    return address_in(running_site.mail_to(READER, ""))


def answers(site) -> list[tuple]:
    return site.rows("SELECT verdict, comment, answered_at IS NOT NULL, revoked_at IS NOT NULL FROM stories_review")


def test_reader_answers_once_and_the_writer_hears_it(writer, link, visit, running_site):
    reader = visit(PHONE)
    for _twice in range(2):
        assert reader.goto(link).status == 200
    expect(reader.get_by_text("Een tekst in wording").first).to_be_visible()
    assert answers(running_site) == [("", "", 0, 0)]

    reader.get_by_label("Ik heb een opmerking").check()
    reader.locator("#id_comment").fill("De tweede zin snap ik niet.")
    reader.get_by_role("button", name="Stuur mijn antwoord").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Dank je wel")
    assert reader.url == f"{running_site.url}/meelezen/bedankt/"
    assert answers(running_site) == [("comment", "De tweede zin snap ik niet.", 1, 0)]
    assert reader.goto(link).status == 410
    told = running_site.mail_to(WRITER, "Truus Buurvrouw las je tekst")
    assert "De tweede zin snap ik niet." in told.get_body(("plain",)).get_content()
    writer.goto(address_in(told))
    expect(writer.get_by_text("De tweede zin snap ik niet.")).to_be_visible()


def test_reader_sees_the_pictures_of_the_draft(writer, link, visit, running_site, tmp_path):
    Image.new("RGB", (1600, 900), "teal").save(tmp_path / "les.jpg")
    writer.goto(writer.url.rstrip("/") + "/schrijven/fotos/")
    writer.locator("#id_file").set_input_files(tmp_path / "les.jpg")
    writer.locator("#id_alt_text").fill("Drie collega's bij een digibord")
    writer.locator("#id_people_0").check()
    writer.get_by_role("button", name="Voeg deze foto toe").click()
    expect(writer.get_by_alt_text("Drie collega's bij een digibord")).to_be_visible()

    reader = visit(PHONE)
    reader.goto(link)

    picture = reader.get_by_alt_text("Drie collega's bij een digibord")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 1200)
    assert reader.evaluate("document.documentElement.scrollWidth") == 390


def test_answer_sent_twice_counts_once(link, visit, running_site):
    first, second = visit(PHONE), visit(DESK)
    for window in (first, second):
        window.goto(link)
        window.get_by_label("Ik ben akkoord met deze tekst").check()
    first.get_by_role("button", name="Stuur mijn antwoord").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Dank je wel")

    with second.expect_navigation() as refused:
        second.get_by_role("button", name="Stuur mijn antwoord").click()

    assert refused.value.status == 410
    assert answers(running_site) == [("agrees", "", 1, 0)]


def test_withdrawn_link_opens_a_page_that_says_so(writer, link, visit, running_site):
    writer.get_by_role("button", name="Trek de link in").click()
    expect(writer.get_by_text("De link is ingetrokken.").first).to_be_visible()

    reader = visit(PHONE)

    assert reader.goto(link).status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet")
    assert reader.get_by_text("Een tekst in wording").count() == 0
    assert answers(running_site) == [("", "", 0, 1)]
