"""What `manage.py check --deploy` says of the settings of a real server."""

from pathlib import Path

import pytest
from django.core.checks.registry import registry

from portal.shared.health import system_checks


@pytest.fixture
def good(settings, tmp_path):
    settings.PORTAL_MAIL_SERVICE = "brevo"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "a:b"}
    settings.DEFAULT_FROM_EMAIL = "Portaal <noreply@portal.nl>"
    settings.PORTAL_CONTACT_EMAIL = "contact@portal.nl"
    settings.WAGTAILADMIN_BASE_URL = "https://portal.nl"
    settings.ALLOWED_HOSTS = ["portal.nl"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PORTAL_PRIVATE_DIR = tmp_path / "private"
    return settings


def ours() -> list[str]:
    checks = [check for check in registry.deployment_checks if check.__module__ == system_checks.__name__]
    assert len(checks) == 5
    return sorted(message.id for check in checks for message in check(None))


def test_good_settings_pass(good):
    assert ours() == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("ANYMAIL", {}, ["portal.E001"]),
        ("DEFAULT_FROM_EMAIL", "Portaal <noreply@portal.example>", ["portal.W002"]),
        ("PORTAL_CONTACT_EMAIL", "contact@portal.example", ["portal.W002"]),
        ("WAGTAILADMIN_BASE_URL", "http://portal.nl", ["portal.E003"]),
        ("WAGTAILADMIN_BASE_URL", "https://elsewhere.nl", ["portal.E003"]),
        ("PORTAL_SEARCH_ENGINE", "solr", ["portal.E004"]),
        ("PORTAL_SEARCH_ENGINE", "elasticsearch", ["portal.E004"]),
    ],
)
def test_each_bad_value_is_named(good, name, value, found):
    good.PORTAL_ELASTICSEARCH_URL = ""
    setattr(good, name, value)

    assert ours() == found


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PORTAL_PRIVATE_DIR"])
def test_files_for_some_never_stand_among_those_for_all(good, name, tmp_path):
    setattr(good, name, tmp_path / "static" / "x")

    assert ours() == ["portal.E005"]


def test_without_a_folder_of_collected_files_the_others_are_still_looked_at(good):
    good.STATIC_ROOT = None

    assert ours() == []

    good.MEDIA_ROOT = Path(good.STATICFILES_DIRS[0]) / "uploads"
    assert ours() == ["portal.E005"]
