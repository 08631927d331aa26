"""Load data: the amounts asked, a tree without faults, nothing findable that is hidden, and never on a real site."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from events.models import Meetup, Occurrence, Registration
from events.registrations.states import RegistrationState
from network.members.actions import ensure_groups
from network.models import Member
from network.vocabulary.actions import load_vocabulary
from portal.shared.audiences.rules import Viewer
from search.index.comparison import differences
from search.index.models import Entry
from stories.models import CoachStoryPage
from tests.factories.network import MemberFactory

AMOUNTS = {"members": 60, "stories": 60, "meetups": 20, "registrations": 1200}


@pytest.fixture
def site_to_fill(portal):
    load_vocabulary()
    ensure_groups()
    return portal


@pytest.fixture
def filled(site_to_fill):
    call_command("generate_load_data", verbosity=0, **AMOUNTS)
    return site_to_fill


def test_load_data_is_whole_findable_and_made_once(filled):
    assert Page.find_problems() == ([], [], [], [], [])
    assert (Member.objects.count(), CoachStoryPage.objects.count(), Meetup.objects.count()) == (60, 60, 20)
    # Of so few people not as many can sign up for each date as were asked.
    assert 800 < Registration.objects.count() <= 1200
    assert differences() == []
    visible = CoachStoryPage.objects.visible_to(Viewer.anonymous())
    found = Entry.objects.filter(kind="verhaal", slice="everyone").values_list("object_key", flat=True)
    assert {int(key) for key in found} == set(visible.values_list("pk", flat=True))
    with pytest.raises(CommandError, match="filled before"):
        call_command("generate_load_data", verbosity=0, **AMOUNTS)


def test_load_data_has_what_a_portal_has(filled):
    now, stories = timezone.now(), CoachStoryPage.objects.all()
    assert 0 < stories.visible_to(Viewer.anonymous()).count() < stories.live().count() < stories.count()
    assert Occurrence.objects.filter(starts_at__gt=now).exists()
    assert Occurrence.objects.filter(starts_at__lt=now - timedelta(days=30)).exists()
    assert Registration.objects.exclude(series_booking=None).exists()
    assert Registration.objects.exclude(guest_email="").exists()
    assert Member.objects.exclude(name_prefix="").exists()
    full = 0
    for occurrence in Occurrence.objects.exclude(seats_on_site=None):
        of_date = Registration.objects.filter(occurrence=occurrence)
        assert of_date.seated().count() <= occurrence.seats_on_site
        full += of_date.filter(state=RegistrationState.WAITLISTED).exists()
    assert full


def test_load_data_refuses_a_database_with_real_members(site_to_fill):
    MemberFactory(is_demo=False)

    with pytest.raises(CommandError, match="real members"):
        call_command("generate_load_data", verbosity=0, **AMOUNTS)


def test_load_data_refuses_settings_without_a_demo(site_to_fill, settings):
    settings.PORTAL_DEMO = False

    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("generate_load_data", verbosity=0, **AMOUNTS)

    assert not Member.objects.exists()
