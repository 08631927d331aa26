"""One site for each file of questions, and a log that keeps quiet."""

import logging

import pytest
from django.test import override_settings

from tests.fuzz.world import make_world, undone


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    files = override_settings(MEDIA_ROOT=folder / "media", PORTAL_PRIVATE_DIR=folder / "private")
    with files, django_db_blocker.unblock(), undone():
        yield make_world()


@pytest.fixture(autouse=True)
def _quiet():
    """Each refused question is a warning in the log; of thousands nobody reads one."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
