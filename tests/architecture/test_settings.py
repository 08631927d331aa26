"""Settings: all listed in docs/settings.md; production starts with whole and safe values only, else with a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "PORTAL_SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PORTAL_HOSTS": "portal.example",
    "PORTAL_BASE_URL": "https://portal.example",
    "PORTAL_DATABASE_URL": "postgresql://portal:portal@127.0.0.1:1/portal",
    "PORTAL_SMTP_HOST": "mail.example",
}
# Names that code gives itself, no settings of an operator.
INTERNAL = {
    "PORTAL_ADMIN_CSP",
    "PORTAL_ADMIN_PREFIX",
    "PORTAL_DATABASE_ACCOUNT",
    "PORTAL_DEMO_PASSWORD",
    "PORTAL_FILE_CSP",
    "PORTAL_KEPT_PARAMETERS",
    "PORTAL_PRIVATE_HOSTS",
    "PORTAL_PUSH_KEY_FILE",
    "PORTAL_SEARCH_LOG_SECONDS",
    "PORTAL_SECRET_PATHS",
    "PORTAL_STYLEGUIDE",
    "PORTAL_UNKEPT_PATHS",
    "PORTAL_UNSEEN_TABLES",
}


def read_from_the_environment() -> set[str]:
    """Name every variable that the settings ask the reader for."""
    ask = re.compile(r"(?:reader|env)\.\w+\(\s*\"(PORTAL_[A-Z_]+)\"")
    return {
        name for path in (ROOT / "portal" / "settings").glob("*.py") for name in ask.findall(path.read_text("utf-8"))
    }


def listed_in_the_docs() -> set[str]:
    rows = re.findall(r"^\| `(PORTAL_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M)
    assert len(rows) == len(set(rows))
    return set(rows)


def start_production(changes: dict[str, str | None]) -> subprocess.CompletedProcess:
    """Load production's settings in a process of its own, from these values and nothing of this machine's."""
    given = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    path = {"PATH": os.environ.get("PATH", ""), "DJANGO_SETTINGS_MODULE": "portal.settings.production"}
    code = "import django; django.setup(); from django.conf import settings; print(settings.SECURE_HSTS_SECONDS)"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=path | given, capture_output=True, text=True, check=False
    )


def test_docs_list_exactly_the_settings_that_are_read():
    assert listed_in_the_docs() == read_from_the_environment()


def test_settings_used_in_code_are_read_or_internal():
    used = set()
    for app in ("portal", "home", "events", "stories", "network", "search"):
        for path in (ROOT / app).rglob("*.py"):
            used |= set(re.findall(r"settings\.(PORTAL_[A-Z_]+)", path.read_text("utf-8")))

    assert used - read_from_the_environment() - INTERNAL == set()


def test_production_starts_with_whole_values():
    result = start_production({})

    assert (result.returncode, result.stdout.strip()) == (0, str(2 * 365 * 24 * 3600)), result.stderr


@pytest.mark.thorough
def test_production_starts_with_a_place_to_report_errors_to():
    assert start_production({"PORTAL_SENTRY_DSN": "https://key@errors.example/1"}).returncode == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        *[pytest.param({name: None}, name, id=f"without-{name}") for name in WHOLE],
        pytest.param({"PORTAL_DEMO": "true"}, "PORTAL_DEMO is on.", id="demo-on"),
        pytest.param({"PORTAL_REQUIRE_MFA": "false"}, "PORTAL_REQUIRE_MFA is off.", id="no-second-factor"),
        pytest.param({"PORTAL_DATABASE_URL": "mysql://a:b@c/d"}, "PORTAL_DATABASE_URL", id="other-database"),
        pytest.param({"PORTAL_MAIL_SERVICE": "pigeon"}, "choose from brevo, mailgun", id="unknown-mail-service"),
        pytest.param({"PORTAL_MAIL_SERVICE": "brevo"}, "PORTAL_MAIL_SERVICE_KEY", id="mail-service-without-key"),
        pytest.param(
            {"PORTAL_MAIL_SERVICE": "mailjet", "PORTAL_MAIL_SERVICE_KEY": "k"},
            "PORTAL_MAIL_SERVICE_SECRET",
            id="mail-service-without-second-key",
        ),
        pytest.param(
            {"PORTAL_MAIL_SERVICE": "brevo", "PORTAL_MAIL_SERVICE_KEY": "k"},
            "PORTAL_MAIL_WEBHOOK_SECRET",
            id="reports-without-secret",
        ),
        pytest.param(
            {"PORTAL_MAIL_SERVICE": "brevo", "PORTAL_MAIL_SERVICE_KEY": "k", "PORTAL_MAIL_WEBHOOK_SECRET": "a:b"},
            "30 characters",
            id="reports-with-short-secret",
        ),
        pytest.param({"PORTAL_METRICS_TOKEN": "short"}, "PORTAL_METRICS_TOKEN", id="metrics-with-short-token"),
        pytest.param({"PORTAL_LOG_FORMAT": "xml"}, "PORTAL_LOG_FORMAT", id="log-format"),
        pytest.param({"PORTAL_SMTP_PORT": "x"}, "PORTAL_SMTP_PORT is 'x'", id="port-no-number"),
    ],
)
def test_production_refuses_with_a_sentence(changes, said):
    result = start_production(changes)

    last_line = result.stderr.strip().splitlines()[-1]
    assert result.returncode == 1
    assert last_line.startswith("django.core.exceptions.ImproperlyConfigured: PORTAL_")
    assert said in last_line
    assert last_line.endswith(".")
