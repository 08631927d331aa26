"""From /beheer/: a new page gets its meetup, a link to the planner, and is not deleted under people's feet."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from events.meetups.admin import plan_new_page, planner_buttons
from events.models import Meetup, MeetupPage
from tests.factories.events import MeetupFactory, MeetupPageFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    member = MemberFactory(is_superuser=True, email="beheer@bruggen.example")
    client.force_login(member)
    return client


def test_a_new_page_gets_its_meetup_with_its_maker_as_organiser(rf, agenda, editor):
    page, request = MeetupPageFactory(parent=agenda), rf.post("/")
    request.user = editor
    plan_new_page(request, page)
    assert list(Meetup.objects.get(page=page).organisers.all()) == [editor]
    [button] = planner_buttons(page)
    assert button.url == reverse("meetups:desk", args=[page.meetup.key])
    assert list(planner_buttons(agenda)) == []


@pytest.mark.parametrize("above", [False, True])
def test_a_page_with_a_meetup_is_not_deleted_and_says_why(admin, agenda, above):
    page = MeetupFactory(page__parent=agenda, page__title="Samen verder").page
    target = agenda if above else page
    answer = admin.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    assert answer.status_code == 302
    assert any("Samen verder" in str(message) for message in get_messages(answer.wsgi_request))
    assert MeetupPage.objects.filter(pk=page.pk).exists()


def test_neither_is_one_of_many(admin, agenda):
    page = MeetupFactory(page__parent=agenda).page
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert admin.post(f"{address}?id={page.pk}").status_code == 302
    assert MeetupPage.objects.filter(pk=page.pk).exists()


def test_a_page_without_a_meetup_goes(admin, agenda):
    page = MeetupPageFactory(parent=agenda)
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not MeetupPage.objects.filter(pk=page.pk).exists()
