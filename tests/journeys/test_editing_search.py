"""An editor helps people find: a synonym with its effect seen first, a result put above the others, and the figures."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

EDITOR = "redacteur@bruggenbouwen.example"
GROUPS = "/beheer/snippets/search/synonymgroup/"
# As a browser calls itself that a person sits at; programs are not counted.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
STORY = "Twee dagen aan de servicedesk"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_editor_adds_a_synonym_sees_the_effect_and_a_visitor_finds_it(visit, sign_in, has_script):
    visitor = visit(PHONE)
    visitor.goto("/zoeken/?q=zeppelin")
    expect(visitor.get_by_role("heading", name="Niets gevonden")).to_be_visible()
    editor = sign_in(visit(DESK, java_script_enabled=has_script), EDITOR)
    editor.goto(f"{GROUPS}add/")
    editor.locator("#id_name").fill("zeppelins")
    editor.locator("#id_terms").fill("zeppelin\nservicedesk")

    editor.get_by_role("button", name="Bekijk het effect").click()

    effect = editor.locator("#gevolg")
    expect(effect.get_by_text(f"+ {STORY}").first).to_be_visible()
    expect(editor.locator("#id_terms")).to_have_value("zeppelin\nservicedesk")
    visitor.reload()
    expect(visitor.get_by_role("heading", name="Niets gevonden")).to_be_visible()

    editor.locator("footer button[type=submit]").first.click()
    editor.wait_for_url(f"**{GROUPS}")
    visitor.reload()
    expect(visitor.get_by_role("link", name=STORY)).to_be_visible()


def test_editor_promotes_a_result_that_a_visitor_opens(visit, sign_in, running_site):
    editor = sign_in(visit(DESK), EDITOR)
    editor.goto("/beheer/snippets/search/promotion/add/")
    editor.locator("#id_questions").fill("hulp bij computers")
    editor.get_by_role("button", name="Kies wat boven de resultaten staat").click()
    editor.locator(".modal input[name=q]").fill("twee dagen servicedesk")
    editor.locator(".modal").get_by_role("link", name=STORY).click()
    editor.locator("#id_results-0-reason").fill("Zo helpt een coach mee.")
    editor.locator("footer button[type=submit]").first.click()
    editor.wait_for_url("**/snippets/search/promotion/")

    visitor = visit(PHONE, user_agent=BROWSER)
    visitor.goto("/zoeken/?q=computers+hulp")
    promoted = visitor.get_by_role("region", name="Uitgelicht door de redactie")
    expect(promoted.get_by_text("Zo helpt een coach mee.")).to_be_visible()
    promoted.get_by_role("link", name=STORY).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(STORY)

    opened = "SELECT opened_place FROM search_askedsearch WHERE text = 'computers hulp'"
    until = time.monotonic() + 20
    while running_site.rows(opened) != [(0,)] and time.monotonic() < until:
        time.sleep(0.5)
    assert running_site.rows(opened) == [(0,)]
    editor.goto("/beheer/rapport/zoekvragen/")
    expect(editor.get_by_role("row", name="computers hulp")).to_contain_text("100%")
