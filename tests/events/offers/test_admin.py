"""Cards and systems in /beheer/: the editors keep them."""

from datetime import UTC, datetime

import pytest

from events.offers.models import ActivityTemplate
from home.foundation.actions import ensure_site
from network.models import Member, System

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, root_page, moderator):
    ensure_site(at=datetime(2027, 1, 4, 9, tzinfo=UTC))
    client.force_login(Member.objects.get(pk=moderator.pk))
    return client


def test_an_editor_changes_a_card(desk):
    card = ActivityTemplate.objects.get(title="Een les van binnenuit")
    assert "Een les van binnenuit" in desk.get("/beheer/stagekaarten/").content.decode()
    fields = {"direction", "activities", "limits", "example_question", "half_days", "position"}
    values = {name: getattr(card, name) for name in fields} | {"title": "Een les", "is_active": "on"}
    desk.post(f"/beheer/stagekaarten/edit/{card.pk}/", values)

    card.refresh_from_db()
    assert card.title == "Een les"
    # A later start of the site leaves it so.
    ensure_site(at=datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert ActivityTemplate.objects.count() == 6


def test_an_editor_adds_a_system(desk):
    assert System.objects.count() == 10
    desk.post("/beheer/system/new/", {"name": "Drukwerk", "slug": "drukwerk", "position": "11"})

    assert System.objects.get(slug="drukwerk").name == "Drukwerk"
