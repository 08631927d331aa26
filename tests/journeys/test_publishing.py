"""An editor writes in Wagtail, a second person approves, a visitor reads."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MODERATOR
from tests.journeys.editor import approve, hand_in

EDITOR = "redacteur@bruggenbouwen.example"
ADDRESS = "/verhalen/de-muis-die-het-deed/"


@pytest.fixture
def submitted(visit, sign_in, running_site):
    """A story that the editor wrote and handed in; gives its id."""
    editor = sign_in(visit(DESK), EDITOR)
    editor.goto(f"/beheer/pages/add/stories/coachstorypage/{running_site.page_id('/verhalen/')}/")
    editor.locator("#id_title").press_sequentially("De muis die het deed")
    editor.keyboard.press("Tab")
    expect(editor.locator("#id_slug")).to_have_value("de-muis-die-het-deed")
    editor.locator("#id_lead").fill("Een klas, een muis en een les die bleef hangen.")
    hand_in(editor)
    return running_site.page_id(ADDRESS)


def test_editor_publishes_a_story_with_approval_by_a_second_person(visit, sign_in, submitted):
    reader = visit(DESK)
    assert reader.goto(ADDRESS).status == 404

    moderator = sign_in(visit(DESK), MODERATOR)
    moderator.goto(f"/beheer/pages/{submitted}/edit/")
    approve(moderator)

    assert reader.goto(ADDRESS).status == 200
    expect(reader.get_by_role("heading", level=1)).to_have_text("De muis die het deed")
    reader.goto("/verhalen/")
    expect(reader.get_by_role("link", name="De muis die het deed")).to_be_visible()
    reader.goto("/zoeken/?q=muis")
    expect(reader.get_by_role("link", name="De muis die het deed").first).to_be_visible()


def test_editor_has_no_way_to_approve_the_own_story(visit, sign_in, submitted):
    editor = sign_in(visit(DESK), EDITOR)

    editor.goto(f"/beheer/pages/{submitted}/edit/")

    assert editor.locator("[data-workflow-action-name=approve]").count() == 0
    assert editor.locator("[name=action-publish]").count() == 0
