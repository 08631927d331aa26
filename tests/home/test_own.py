"""/mijn/ shows what waits for someone, and never what waits for someone else."""

import pytest
from django.utils import timezone

from portal.shared.registries.crossings import TodoItem, own_sections, todo_sources
from tests.factories.network import MemberFactory


class Waiting:
    def todos(self, member, viewer, *, at):
        yield TodoItem(key="1", title=f"Lees dit, {member.key}", url="/wat-werkt/", button="Lees het", deadline_at=at)


@pytest.fixture
def waiting():
    todo_sources.register("test.waiting", Waiting())
    yield
    todo_sources.unregister("test.waiting")


class Colleagues:
    title = "Mijn mensen"
    template = "network/sections/people.html"

    def context(self, member, viewer, *, at):
        if not viewer.is_member:
            return None
        return {"people": [], "empty": {"title": f"Nog niemand voor {member.key}", "text": "", "actions": []}}


@pytest.fixture
def colleagues():
    own_sections.register("test.colleagues", Colleagues())
    yield
    own_sections.unregister("test.colleagues")


def test_own_page_holds_the_parts_that_other_subjects_add(site, client, coach, stranger, colleagues):
    client.force_login(coach)
    page = client.get("/mijn/").content.decode()

    assert ["Mijn mensen" in page, f"Nog niemand voor {coach.key}" in page] == [True, True]

    client.force_login(stranger)

    assert "Mijn mensen" not in client.get("/mijn/").content.decode()


def test_visitor_signs_in_first(site, client):
    assert client.get("/mijn/").headers["Location"] == "/account/login/?next=/mijn/"


def test_own_page_shows_what_waits_for_me_only(site, client, coach, other_coach, waiting):
    client.force_login(coach)

    page = client.get("/mijn/").content.decode()

    assert f"Lees dit, {coach.key}" in page
    assert other_coach.key not in page


def test_own_page_without_anything_gives_first_steps(site, client, coach):
    client.force_login(coach)

    page = client.get("/mijn/").content.decode()

    assert [address in page for address in ("/mijn/profiel/", "/aan-de-slag/", "/mijn/bijdragen/nieuw/")] == [True] * 3


def test_prospect_reads_how_to_become_a_member(site, client, stranger):
    client.force_login(stranger)

    page = client.get("/mijn/").content.decode()

    assert "/mijn/map/" not in page
    assert "/account/email/" in page


def test_editing_is_offered_to_editors_only(site, client, coach):
    client.force_login(coach)
    assert 'href="/beheer/"' not in client.get("/mijn/").content.decode()

    client.force_login(MemberFactory(is_superuser=True, joined_at=timezone.now()))

    assert 'href="/beheer/"' in client.get("/mijn/").content.decode()


def test_own_page_is_kept_out_of_every_cache(site, client, coach):
    client.force_login(coach)

    assert "no-store" in client.get("/mijn/").headers["Cache-Control"]
