"""A half-filled draft of every type can be looked at, signed in and as a visitor."""

import pytest
from django.urls import reverse
from wagtail.models import get_page_models

from portal.shared.pages.models import BasePage
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.usefixtures("laid_once")

TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]
MODES = ["", "visitor"]


@pytest.fixture
def boss(front):
    return MemberFactory(email="baas@bruggenbouwen.example", is_superuser=True)


def half_filled(model, front):
    """Make a draft with a title and nothing else, under the list where it belongs."""
    parents = model.allowed_parent_page_models()
    parent = next((page for page in (kind.objects.first() for kind in parents) if page), None)
    parent = parent or front.get_parent()
    page = model(title="Half", slug=f"half-{model._meta.model_name}", live=False)
    parent.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def test_every_type_of_page_is_looked_at(front):
    assert {model._meta.app_label for model in TYPES} >= {"home", "stories"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.model_name)
def test_draft_with_a_title_only_is_shown(client, front, boss, model, mode):
    page = half_filled(model, front)
    client.force_login(boss)
    request = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).wsgi_request

    response = page.make_preview_request(request, mode)

    assert response.status_code == 200
    assert "Half" in response.content.decode()


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.model_name)
def test_form_of_a_half_filled_draft_opens_with_remarks_beside_it(client, front, boss, model):
    page = half_filled(model, front)
    client.force_login(boss)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert response.status_code == 200
    assert 'data-side-panel="text-check"' in response.content.decode()


def test_preview_as_a_visitor_asks_nobody_to_be_signed_in(rf, make_story, boss):
    story = make_story("Gewoon")
    request = rf.get("/")
    request.user = boss

    story.serve_preview(request, "visitor")

    assert request.user.is_authenticated is False
