"""A page of a meetup can't have an address that the agenda answers itself."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse

from events.meetup_pages.reserved import reserved_slugs
from events.models import MeetupPage
from tests.factories.events import MeetupPageFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(MemberFactory(is_superuser=True, email="beheer@bruggen.example"))
    return client


def test_every_first_word_below_the_agenda_is_reserved():
    assert reserved_slugs() >= {"plannen", "voorstellen", "inlezen", "abonneren", "aanmelding"}
    answered = {name for name in reserved_slugs() if "." not in name and _is_ours(f"/agenda/{name}/")}
    assert answered >= {"voorstellen", "inlezen", "abonneren"}
    assert not _is_ours("/agenda/een-werkplaats/")


def _is_ours(address: str) -> bool:
    return resolve(address).url_name != "wagtail_serve"


@pytest.mark.parametrize("slug", ["plannen", "voorstellen", "inlezen", "abonneren", "aanmelding"])
def test_such_a_page_can_not_be_made(portal, slug):
    with pytest.raises(ValidationError) as refusal:
        portal.agenda.add_child(instance=MeetupPageFactory.build(slug=slug))
    assert refusal.value.message_dict == {
        "slug": [f"De agenda gebruikt “{slug}” zelf. Kies een ander laatste deel van het adres."]
    }


def test_the_editor_reads_it_at_the_field(portal, admin):
    page = MeetupPageFactory(parent=portal.agenda, title="Plannen", slug="samen-plannen")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = admin.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    counts = {f"{name}-{kind}": 0 for name in form.formsets for kind in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = admin.post(address, {**values, **counts, "body-count": 0, "slug": "plannen"})

    assert response.context["form"].errors["slug"]
    page.refresh_from_db()
    assert page.slug == "samen-plannen"


def test_neither_does_a_copy_get_it(portal, admin):
    page = MeetupPageFactory(parent=portal.agenda)
    response = admin.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Plannen", "new_slug": "plannen", "new_parent_page": portal.agenda.pk, "publish_copies": ""},
    )

    assert response.status_code == 302
    assert any("plannen" in str(message) for message in get_messages(response.wsgi_request))
    assert MeetupPage.objects.count() == 1
