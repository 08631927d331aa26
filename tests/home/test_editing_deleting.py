"""A page that members' work hangs on stays, and says why (RELIABILITY G21: it used to be an error)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.shared.keys import new_key
from stories.reactions.actions import react
from tests.factories.network import AffiliationFactory, MemberFactory

pytestmark = pytest.mark.usefixtures("laid_once")

STAYS = (
    "‘Een verhaal’ blijft bestaan, want er hangt werk van leden aan deze pagina of aan een pagina eronder. "
    "Haal de pagina liever offline: dan ziet niemand haar meer."
)


@pytest.fixture
def talked_about(make_story):
    story = make_story("Een verhaal")
    member = MemberFactory()
    AffiliationFactory(member=member, state="confirmed")
    react(page=story, member=member, text="Bij ons ook.", token=new_key(), at=timezone.now())
    return story


@pytest.fixture
def desk(client, programme_lead):
    client.force_login(programme_lead)
    return client


def said(response):
    return [message.message.strip() for message in response.context["messages"]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_with_reactions_is_not_deleted(desk, talked_about, method):
    address = reverse("wagtailadmin_pages:delete", args=[talked_about.pk])

    page = getattr(desk, method)(address, follow=True)

    assert said(page) == [STAYS]
    assert Page.objects.filter(pk=talked_about.pk).exists()


def test_nor_is_the_page_above_it_or_a_list_with_it(desk, talked_about, make_story):
    below = make_story("Een verhaal", parent=make_story("Boven"))
    talked_about.move(below.get_parent(), pos="last-child")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    desk.post(reverse("wagtailadmin_pages:delete", args=[below.get_parent().pk]))
    desk.post(f"{bulk}?id={talked_about.pk}&id={below.pk}&next=/beheer/")

    assert Page.objects.filter(pk__in=[talked_about.pk, below.pk]).count() == 2


def test_a_page_that_nothing_hangs_on_is_deleted(desk, make_story):
    story = make_story("Alleen")

    desk.post(reverse("wagtailadmin_pages:delete", args=[story.pk]))

    assert not Page.objects.filter(pk=story.pk).exists()
