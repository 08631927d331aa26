"""Evidence flips the standing of an insight: one editor proposes it, another accepts it, readers see it everywhere."""

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MODERATOR, PHONE, settled
from tests.journeys.test_publishing import EDITOR

TITLE = "Laat ict en onderwijs een dag met elkaar meelopen"
INSIGHT = "/wat-werkt/laat-ict-en-onderwijs-een-dag-met-elkaar-meelopen/"
WHY = "De teams liepen een dag mee en gingen daarna op de oude voet verder."


def standing_in(page, path: str) -> str:
    """Read the words above the insight in a grid of cards."""
    page.goto(path)
    card = page.locator("main article").filter(has=page.get_by_role("link", name=TITLE))
    return card.locator(".verdict").inner_text().strip()


def propose(page) -> None:
    page.goto("/beheer/onderbouwing/voorstellen/?zoek=drie+teams")
    page.locator("select[name=insight]").select_option(label=TITLE)
    page.locator("select[name=source]").select_option(label="Pilot: coaches in drie teams")
    page.get_by_label("spreekt tegen").check()
    page.locator("textarea[name=why]").fill(WHY)
    page.get_by_role("button", name="Voorstellen").click()
    page.wait_for_url("**/beheer/onderbouwing/")


def test_accepted_evidence_flips_the_standing_on_insight_list_and_home(visit, sign_in):
    reader = visit(PHONE)
    reader.goto(INSIGHT)
    expect(reader.locator("#standing")).to_have_text("Bevestigd")
    assert [standing_in(reader, path) for path in ("/", "/wat-werkt/")] == ["Doen · bevestigd", "Doen · bevestigd"]

    editor = sign_in(visit(DESK), EDITOR)
    propose(editor)
    editor.get_by_role("link", name=TITLE).first.click()
    expect(editor.get_by_text(WHY).first).to_be_visible()
    assert settled(editor).get_by_role("button", name="Accepteren: telt mee").count() == 0
    reader.goto(INSIGHT)
    expect(reader.locator("#standing")).to_have_text("Bevestigd")

    moderator = sign_in(visit(DESK), MODERATOR)
    moderator.goto(editor.url)
    moderator.get_by_role("button", name="Accepteren: telt mee").click()
    expect(moderator.get_by_text("Geaccepteerd.").first).to_be_visible()

    reader.goto(INSIGHT)
    expect(reader.locator("#standing")).to_have_text("Omstreden")
    assert reader.get_by_text(WHY).is_visible()
    reader.get_by_text("Waarom “omstreden”?").click()
    assert standing_in(reader, "/wat-werkt/") == "Doen · omstreden"
    # The front page shows the firmest insights: this one made room.
    reader.goto("/")
    assert reader.get_by_role("link", name=TITLE).count() == 0
    assert reader.locator("article.insight").count() == 3
    reader.goto("/wat-werkt/?status=omstreden")
    assert reader.get_by_role("link", name=TITLE).is_visible()
