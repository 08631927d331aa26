"""Passwords of closed pages and files are guessed ten times in five minutes, no more (RELIABILITY G25)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from portal.shared.limits.passwords import TRIES
from tests.factories.stories import CoachStoryFactory

PASSWORD = "sesam-open-u"


@pytest.fixture(autouse=True)
def _one_window():
    """Let the clock stand: at the edge of five minutes guessing begins anew."""
    with time_machine.travel(datetime(2027, 1, 4, 9, 31, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def doors(portal):
    """Give the addresses where the password of a page and of a collection is asked."""
    story = CoachStoryFactory(parent=portal.stories)
    page = PageViewRestriction.objects.create(page=story, restriction_type="password", password=PASSWORD)
    collection = (Collection.get_first_root_node() or Collection.add_root(name="Root")).add_child(name="Besloten")
    files = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password=PASSWORD
    )
    return {
        "page": reverse("wagtailcore_authenticate_with_password", args=[page.pk, story.pk]),
        "files": reverse("wagtaildocs_authenticate_with_password", args=[files.pk]),
    }


def guess(client, address: str, password: str, **headers: str) -> int:
    return client.post(address, {"password": password, "return_url": "/"}, headers=headers).status_code


@pytest.mark.parametrize("door", ["page", "files"])
def test_the_right_password_opens(client, doors, door):
    assert guess(client, doors[door], PASSWORD) == 302


@pytest.mark.parametrize("door", ["page", "files"])
def test_after_ten_guesses_the_right_one_has_to_wait_whatever_address_is_forged(client, doors, door):
    wrong = [guess(client, doors[door], f"gok-{n}", **{"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(TRIES)]
    right = client.post(doors[door], {"password": PASSWORD, "return_url": "/"})

    assert set(wrong) == {200}
    assert right.status_code == 429
    assert 1 <= int(right.headers["Retry-After"]) <= 300
    assert "Dat wachtwoord is heel vaak geprobeerd." in right.content.decode()


def test_reading_the_form_is_not_counted(client, doors):
    assert {client.get(doors["page"]).status_code for _time in range(TRIES + 1)} == {200}
    assert guess(client, doors["page"], PASSWORD) == 302


def test_a_whole_school_behind_one_address_comes_in(client, doors):
    assert {guess(client, doors["page"], PASSWORD) for _pupil in range(TRIES + 5)} == {302}


def test_guesses_at_pages_and_files_count_together(client, doors):
    for number in range(TRIES):
        guess(client, doors["page"], f"gok-{number}")

    assert guess(client, doors["files"], PASSWORD) == 429
