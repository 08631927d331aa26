"""The moment between a change and the outside engine hearing of it: nothing of what went may be counted or offered."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from network.members.states import EDITORS
from search.engines.choice import engine_in_step
from search.index.actions import forget_object, index_object
from search.index.models import EngineTask
from search.results.queries import answer
from search.results.suggesting import suggestions
from tests.search.conftest import ANONYMOUS, MEMBER, TESTING, draft, follow


@pytest.fixture
def outside(settings):
    """Choose an engine that is never reached: it is not asked while it is behind."""
    settings.PORTAL_SEARCH_ENGINE, settings.PORTAL_ELASTICSEARCH_URL = "elasticsearch", "http://127.0.0.1:9"


def told(viewer=ANONYMOUS) -> tuple:
    found = answer("zwalmvink", viewer=viewer)
    themes = {choice.value: choice.count for choice in found.facets["thema"]}
    titles = [one.title for one in suggestions("zwalm", viewer=viewer)]
    return [hit.object_key for hit in found.hits], found.total, found.unfiltered_total, themes, titles


@pytest.mark.elasticsearch
def test_what_was_closed_a_moment_ago_is_neither_counted_nor_offered(stories, elasticsearch):
    stories.put("open", "Zwalmvink voor iedereen", themes=(TESTING,))
    stories.put("dicht", "Zwalmvink achter de deur", themes=(TESTING,))
    assert (engine_in_step()[0].name, told()[1]) == ("elasticsearch", 2)

    stories.drafts["dicht"] = [draft("members", "Zwalmvink achter de deur", themes=(TESTING,))]
    index_object("verhaal", "dicht")

    only_open = (["open"], 1, 1, {"digitaal-toetsen": 1}, ["Zwalmvink voor iedereen"])
    assert told() == only_open
    assert told(MEMBER)[1] == 2
    follow()
    assert (engine_in_step()[0].name, told()) == ("elasticsearch", only_open)


@pytest.mark.elasticsearch
def test_word_taken_out_of_a_text_finds_it_no_longer(stories, elasticsearch):
    stories.put("a", "Een verhaal", body="met een zwalmvink")
    stories.drafts["a"] = [draft(title="Een verhaal", body="zonder")]
    index_object("verhaal", "a")

    assert told()[:3] == ([], 0, 0)


@pytest.mark.elasticsearch
def test_what_was_deleted_a_moment_ago_is_gone(stories, elasticsearch):
    stories.put("a", "Zwalmvink", themes=(TESTING,))
    forget_object("verhaal", "a")

    assert told() == ([], 0, 0, {}, [])


def test_engine_in_the_database_answers_while_changes_wait(stories, outside):
    stories.put("a", "Zwalmvink")

    found = answer("zwalmvink", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.is_degraded) == (["a"], False)


def test_operators_hear_when_changes_wait_because_of_a_failure(stories, outside):
    stories.put("a", "Zwalmvink")
    EngineTask.objects.update(last_error="elasticsearch: no answer", due_at=timezone.now() + timedelta(minutes=5))

    assert answer("zwalmvink", viewer=ANONYMOUS).is_degraded is True


def test_a_refused_change_does_not_keep_the_engine_from_answering(stories, outside):
    stories.put("a", "Zwalmvink")
    EngineTask.objects.update(is_refused=True)

    assert engine_in_step()[0].name == "elasticsearch"


def test_engine_in_the_database_is_not_asked_whether_it_is_behind(stories, django_assert_num_queries):
    stories.put("a", "Zwalmvink")

    with django_assert_num_queries(0):
        assert engine_in_step() == (engine_in_step()[0], False)


def test_editors_read_that_the_engine_fails_and_nobody_else(portal, stories, outside, client, editor, coach):
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    stories.put("a", "Zwalmvink")
    EngineTask.objects.update(last_error="elasticsearch: no answer", due_at=timezone.now() + timedelta(minutes=5))
    told = []
    for member in (None, coach, editor):
        client.logout()
        if member is not None:
            client.force_login(member)
        page = client.get("/zoeken/", {"q": "zwalmvink"}).content.decode()
        told.append(("De zoekmachine antwoordt niet" in page, "/verhaal/a/" in page))

    assert told == [(False, True), (False, True), (True, True)]
