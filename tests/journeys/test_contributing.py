"""A member writes a story on a phone, is asked for a change, sends it again and sees it online."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, MODERATOR, PHONE, kept_back
from tests.journeys.editor import approve, send_back

WRITER = MEMBER
TITLE = "De stagiair die de printer uitlegde"
QUESTION = "Hoeveel tijd kostte dit je per week? Dat willen collega's weten."


@pytest.fixture
def writer(visit, sign_in):
    return sign_in(visit(PHONE), WRITER)


@pytest.fixture
def moderator(visit, sign_in):
    return sign_in(visit(DESK), MODERATOR)


def begin(page):
    """Start a story and stop at its first step."""
    page.goto("/mijn/bijdragen/")
    page.get_by_role("link", name="Vertel je verhaal").first.click()
    page.get_by_label("Coachverhaal").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/schrijven/over/")


def write(page):
    """Fill in what sending needs, and send."""
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_lead").fill("Een mbo-student legde de servicedesk uit. Daarna hielden we het zo.")
    page.get_by_label("Ja, met mijn naam").check()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.wait_for_url("**/schrijven/vragen/")
    page.locator("#id_wanted").fill("De rij bij de servicedesk was te lang.")
    page.locator("#id_did").fill("Een stagiair schreef de uitleg in gewone taal.")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.wait_for_url("**/schrijven/fotos/")
    page.get_by_role("link", name="Ga verder").click()
    page.wait_for_url("**/schrijven/nakijken/")
    send(page)


def send(page):
    page.get_by_role("button", name="Stuur mijn tekst in").click()
    expect(page.get_by_text("Je tekst is bij de redactie.")).to_be_visible()


def address_in(mail) -> str:
    """Give the path of the last address in a mail: the site's own, whatever its port."""
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.get_body(("plain",)).get_content())[-1]


def test_member_is_asked_for_a_change_and_sees_the_story_online(writer, moderator, visit, running_site):
    begin(writer)
    write(writer)
    contribution = writer.url
    running_site.mail_to(WRITER, f"We hebben je tekst: {TITLE}")
    asked = running_site.mail_to(MODERATOR, f"Te lezen: {TITLE}")

    moderator.goto(address_in(asked))
    moderator.get_by_role("link", name="Lees en beslis in de redactieomgeving").click()
    send_back(moderator, QUESTION)
    question = running_site.mail_to(WRITER, f"Een vraag over je tekst: {TITLE}")
    assert QUESTION in question.get_body(("plain",)).get_content()

    writer.goto(address_in(question))
    assert writer.url == contribution
    expect(writer.get_by_text(QUESTION)).to_be_visible()
    writer.get_by_role("link", name="Schrijf verder").click()
    writer.get_by_role("button", name="Bewaar en ga verder").click()
    writer.locator("#id_did").fill("Een stagiair schreef de uitleg in gewone taal, twee uur per week.")
    writer.get_by_role("button", name="Bewaar en ga verder").click()
    writer.get_by_role("link", name="Ga verder").click()
    send(writer)

    moderator.goto(address_in(running_site.mail_to(MODERATOR, f"Te lezen: {TITLE}")))
    moderator.get_by_role("link", name="Lees en beslis in de redactieomgeving").click()
    approve(moderator)
    published = running_site.mail_to(WRITER, f"Je tekst staat online: {TITLE}")
    assert address_in(published) == contribution.removeprefix(running_site.url)

    reader = visit(PHONE)
    reader.goto("/verhalen/")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("twee uur per week")).to_be_visible()
    expect(reader.get_by_text("Noor Verhagen").first).to_be_visible()


def test_writing_saves_itself_and_says_so(visit, sign_in):
    writer = sign_in(visit(PHONE, service_workers="block"), WRITER)
    writer.clock.install()
    begin(writer)
    status = writer.locator("[data-autosave-status]")

    writer.locator("#id_title").press_sequentially("Halverwege")
    expect(status).to_have_text("Nog niet bewaard")
    writer.clock.run_for(20_000)
    expect(status).to_have_text(re.compile(r"^Bewaard om \d\d\.\d\d$"))

    writer.reload()
    expect(writer.locator("#id_title")).to_have_value("Halverwege")

    with kept_back(writer, "contribute.js"):
        writer.goto(writer.url, wait_until="commit")
        writer.locator("#id_title").fill("Getypt voor het script er was")
    expect(status).to_have_text("Nog niet bewaard")
    writer.clock.run_for(20_000)
    expect(status).to_have_text(re.compile(r"^Bewaard om \d\d\.\d\d$"))
    writer.goto(writer.url)
    expect(writer.locator("#id_title")).to_have_value("Getypt voor het script er was")


def test_writing_works_without_javascript(visit, sign_in):
    page = sign_in(visit(PHONE, java_script_enabled=False), WRITER)
    begin(page)

    page.locator("#id_title").fill("Zonder script")
    page.get_by_role("button", name="Bewaar en stop voor nu").click()

    expect(page.get_by_text("Je tekst is bewaard. Je kunt verder wanneer je wilt.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder script")
    page.goto("/mijn/bijdragen/")
    assert page.get_by_role("link", name="Zonder script").is_visible()
