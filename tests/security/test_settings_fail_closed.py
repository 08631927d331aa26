"""Every setting of docs/settings.md on a real server: missing, empty and unsafe each stop the start with a sentence, or
do no harm. A setting without a row here fails the first test.
"""

from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.processes import PROCESSES, USED_BY
from tests.architecture.test_settings import WHOLE, listed_in_the_docs
from tests.security.production import settings_of_production

SERVICE = {"PORTAL_MAIL_SERVICE_KEY": "k", "PORTAL_MAIL_WEBHOOK_SECRET": "user:" + "0123456789" * 3}


@dataclass(frozen=True)
class Row:
    """What one setting does.

    Attributes:
        is_needed: Missing or empty stops the start.
        unsafe: Values that stop it, each with a part of the sentence.
        beside: Settings that it needs to be looked at.
        empty_is_wrong: Empty stops the start though missing doesn't: nobody meant "" by a number or yes and no.
    """

    is_needed: bool = False
    unsafe: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    empty_is_wrong: bool = False


def number(*unsafe: str, **more) -> Row:
    return Row(
        unsafe={"x": "write a whole number", **dict.fromkeys(unsafe, "write a number from")},
        empty_is_wrong=True,
        **more,
    )


HARMLESS = Row()
ROWS = {
    "PORTAL_PROCESS": Row(unsafe={"wbe": "choose from web, worker, clock, migrate"}),
    "PORTAL_SECRET_KEY": Row(
        is_needed=True,
        unsafe={
            "kort": "is short or all alike",
            "a" * 80: "is short or all alike",
            "django-insecure-0123456789-abcdefghijklmnopqrstuvwxyz-0123": "stands in public code",
            "development-only-not-a-secret-0123456789-abcdefghijklmnop": "stands in public code",
        },
    ),
    "PORTAL_HOSTS": Row(
        is_needed=True,
        unsafe={
            "*": "holds '*'",
            ".example.nl": "holds '.example.nl'",
            "https://portal.example": "holds 'https://portal.example'",
            "portal.example:8000": "holds 'portal.example:8000'",
            " , ": "is missing",
        },
    ),
    "PORTAL_BASE_URL": Row(
        is_needed=True,
        unsafe={
            "http://portal.example": "is not an https address",
            "https://elders.example": "is not an https address of one of PORTAL_HOSTS",
            "https://portal.example/map": "holds more than scheme, host and port",
            "https://naam@portal.example": "holds more than scheme, host and port",
            "https://[portal.example": "is no address",
            "portal.example": "is not an https address",
        },
    ),
    "PORTAL_PROXIES": number("-1", "99"),
    "PORTAL_LOG_FORMAT": Row(unsafe={"xml": "choose from json, plain"}, empty_is_wrong=True),
    "PORTAL_SENTRY_DSN": Row(unsafe={"geen adres": "is no address of an error service"}),
    "PORTAL_METRICS_TOKEN": Row(unsafe={"kort": "is shorter than 20 characters"}),
    "PORTAL_DATABASE_URL": Row(
        is_needed=True,
        unsafe={"mysql://a:b@c/d": "runs on SQLite or PostgreSQL", "nonsens": "is not a database address"},
    ),
    "PORTAL_DATABASE_APP_URL": Row(
        unsafe={
            "sqlite:////tmp/x": "is not postgresql://user:password@host/name",
            "postgresql://portal_app@database/portal": "is not postgresql://user:password@host/name",
            "postgresql://Portal-App:geheim@database/portal": "with a user of small letters",
            "nonsens": "is not a database address",
        }
    ),
    "PORTAL_DATABASE_POOLER": Row(unsafe={"misschien": "write true or false"}, empty_is_wrong=True),
    "PORTAL_CACHE_URL": Row(unsafe={"http://x": "is not the address of a cache"}),
    "PORTAL_CACHE_CA": Row(
        unsafe={"/bestaat/niet.pem": "is no file"}, beside={"PORTAL_CACHE_URL": "rediss://:x@cache:6379/0"}
    ),
    "PORTAL_ALIVE_FILE": HARMLESS,
    "PORTAL_VAR_DIR": Row(unsafe={"{public}/var": "puts files for some people into the folder"}),
    "PORTAL_PRIVATE_DIR": Row(unsafe={"{public}": "puts files for some people into the folder"}),
    "PORTAL_ERASURE_WAIT_DAYS": number("-1", "1000"),
    "PORTAL_STEADY_MILLISECONDS": number("-1", "60000"),
    "PORTAL_EXPORT_DAYS": number("0"),
    "PORTAL_RETENTION_DAYS": Row(
        unsafe={"berichten=3": "names 'berichten'", "messages=0": "gives messages the period '0'"}
    ),
    "PORTAL_INACTIVE_WARN_DAYS": number("0", "-5"),
    "PORTAL_INACTIVE_REMOVE_DAYS": Row(
        unsafe={"x": "write a whole number", "0": "write a number from", "300": "nobody would be warned"},
        empty_is_wrong=True,
    ),
    "PORTAL_SMTP_HOST": Row(is_needed=True),
    "PORTAL_SMTP_PORT": number("0", "70000"),
    "PORTAL_SMTP_USER": HARMLESS,
    "PORTAL_SMTP_PASSWORD": HARMLESS,
    "PORTAL_SMTP_TLS": Row(
        unsafe={"misschien": "write true or false", "false": "would be sent unencrypted"},
        beside={"PORTAL_SMTP_USER": "portal"},
        empty_is_wrong=True,
    ),
    "PORTAL_MAIL_SERVICE": Row(unsafe={"postduif": "choose from brevo"}),
    "PORTAL_MAIL_SERVICE_KEY": Row(is_needed=True, beside={**SERVICE, "PORTAL_MAIL_SERVICE": "brevo"}),
    "PORTAL_MAIL_SERVICE_SECRET": Row(is_needed=True, beside={**SERVICE, "PORTAL_MAIL_SERVICE": "mailjet"}),
    "PORTAL_MAIL_SERVICE_DOMAIN": Row(
        is_needed=True, beside={**SERVICE, "PORTAL_MAIL_SERVICE": "mailgun", "PORTAL_MAIL_SIGNING_KEY": "k"}
    ),
    "PORTAL_MAIL_SIGNING_KEY": Row(
        is_needed=True, beside={**SERVICE, "PORTAL_MAIL_SERVICE": "mailgun", "PORTAL_MAIL_SERVICE_DOMAIN": "x.example"}
    ),
    "PORTAL_MAIL_WEBHOOK_SECRET": Row(
        is_needed=True,
        unsafe={"a:b": "30 characters", "0123456789" * 4: "user:password"},
        beside={**SERVICE, "PORTAL_MAIL_SERVICE": "brevo"},
    ),
    "PORTAL_MAIL_FROM": Row(
        unsafe={"geen adres": "is no mail address", "Portaal <a@b.nl>\nBcc: x@y.nl": "line break"}, empty_is_wrong=True
    ),
    "PORTAL_CONTACT_EMAIL": Row(unsafe={"geen adres": "is no mail address"}, empty_is_wrong=True),
    "PORTAL_OIDC_URL": Row(
        unsafe={"http://inloggen.example": "is not an https address"},
        beside={"PORTAL_OIDC_CLIENT_ID": "portaal", "PORTAL_OIDC_SECRET": "geheim"},
    ),
    "PORTAL_OIDC_NAME": HARMLESS,
    "PORTAL_OIDC_CLIENT_ID": Row(
        is_needed=True, beside={"PORTAL_OIDC_URL": "https://inloggen.example", "PORTAL_OIDC_SECRET": "geheim"}
    ),
    "PORTAL_OIDC_SECRET": Row(
        is_needed=True, beside={"PORTAL_OIDC_URL": "https://inloggen.example", "PORTAL_OIDC_CLIENT_ID": "portaal"}
    ),
    "PORTAL_BREACHED_PASSWORDS_URL": Row(
        unsafe={"http://lijst.example/range/": "is not an https address", "https://lijst.example": "that ends in /"}
    ),
    "PORTAL_PEOPLE_PAGES_PER_HOUR": number("0", "-1"),
    "PORTAL_DISCLAIMER": HARMLESS,
    # A key that is none is an error of the checks that run at each start (network.E020, tests/network/test_push.py).
    "PORTAL_VAPID_PRIVATE_KEY": HARMLESS,
    # As is one that does not belong to it (network.E021).
    "PORTAL_VAPID_PUBLIC_KEY": HARMLESS,
    "PORTAL_SEARCH_ENGINE": Row(
        unsafe={"solr": "choose embedded or elasticsearch", "elasticsearch": "is no http or https address"},
        empty_is_wrong=True,
    ),
    "PORTAL_ELASTICSEARCH_URL": Row(
        is_needed=True,
        unsafe={"search:9200": "is no http or https address"},
        beside={"PORTAL_SEARCH_ENGINE": "elasticsearch"},
    ),
    "PORTAL_ELASTICSEARCH_INDEX": Row(
        unsafe={"Met Spaties": "is no name of an index", "*": "is no name"}, empty_is_wrong=True
    ),
    "PORTAL_ELASTICSEARCH_API_KEY": HARMLESS,
    "PORTAL_ELASTICSEARCH_CA": Row(unsafe={"/bestaat/niet.pem": "which is no file"}),
    "PORTAL_TLS_CERTIFICATE": Row(unsafe={"/bestaat/niet.pem": "which is no file"}),
    "PORTAL_ELASTICSEARCH_SHARDS": number("0"),
    "PORTAL_ELASTICSEARCH_REPLICAS": number("-1"),
    "PORTAL_ELASTICSEARCH_REFRESH": Row(unsafe={"soms": "is none of true"}, empty_is_wrong=True),
    "PORTAL_SEARCH_MEANING": Row(unsafe={"soms": "write true or false"}, empty_is_wrong=True),
    "PORTAL_REQUIRE_MFA": Row(unsafe={"false": "is off", "soms": "write true or false"}, empty_is_wrong=True),
    "PORTAL_DEMO": Row(unsafe={"true": "is on", "soms": "write true or false"}, empty_is_wrong=True),
    "PORTAL_DEBUG": Row(unsafe={"true": "is on"}, empty_is_wrong=True),
    # Read by the tests only.
    "PORTAL_TEST_DATABASE_URL": HARMLESS,
}
NEEDED = [name for name, row in ROWS.items() if row.is_needed]
UNSAFE = [(name, value) for name, row in ROWS.items() for value in row.unsafe]


def refused(monkeypatch, name: str, value: str | None) -> str:
    """Start with one value in place of a good one, and give the sentence it stops with."""
    values = {**WHOLE, **ROWS[name].beside}
    values.pop(name, None)
    if value is not None:
        values[name] = value
    with pytest.raises(ImproperlyConfigured) as stopped:
        settings_of_production(monkeypatch, values)
    sentence = str(stopped.value)
    assert sentence.startswith("PORTAL_")
    assert name in sentence
    assert sentence.endswith(".")
    return sentence


def test_every_setting_has_a_row():
    assert set(ROWS) == listed_in_the_docs()


def test_whole_values_start(monkeypatch):
    given = settings_of_production(monkeypatch, WHOLE)

    assert (given["DEBUG"], given["ALLOWED_HOSTS"]) == (False, ["portal.example"])


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_value_stops_the_start(monkeypatch, name):
    refused(monkeypatch, name, None)


@pytest.mark.parametrize("name", ROWS)
def test_an_empty_value_is_as_a_missing_one_or_stops_the_start(monkeypatch, name):
    row = ROWS[name]
    if row.is_needed or row.empty_is_wrong:
        refused(monkeypatch, name, "")
    else:
        settings_of_production(monkeypatch, {**WHOLE, **row.beside, name: ""})


@pytest.mark.parametrize(("name", "value"), UNSAFE, ids=[f"{name}={value[:30]!r}" for name, value in UNSAFE])
def test_an_unsafe_value_stops_the_start(monkeypatch, settings, name, value):
    given = value.replace("{public}", str(settings.BASE_DIR / "staticfiles"))

    assert ROWS[name].unsafe[value] in refused(monkeypatch, name, given)


@pytest.mark.parametrize("name", ["PORTAL_SECRET_KEY", "PORTAL_DATABASE_URL", "PORTAL_METRICS_TOKEN"])
def test_a_secret_of_which_the_file_is_not_there_stops_the_start(monkeypatch, name, tmp_path):
    values = {key: value for key, value in WHOLE.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"{name}_FILE points to .*, which can't be read"):
        settings_of_production(monkeypatch, {**values, f"{name}_FILE": str(tmp_path / "weg")})


def test_a_secret_from_a_file_counts_without_its_line_end(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(WHOLE["PORTAL_SECRET_KEY"] + "\n", encoding="utf-8")
    values = {key: value for key, value in WHOLE.items() if key != "PORTAL_SECRET_KEY"}

    given = settings_of_production(monkeypatch, {**values, "PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert given["SECRET_KEY"] == WHOLE["PORTAL_SECRET_KEY"]


# A site with every secret that the portal can have.
FULL = {
    **WHOLE,
    "PORTAL_DATABASE_APP_URL": "postgresql://portal_app:wachtwoord-van-app@127.0.0.1:1/portal",
    "PORTAL_CACHE_URL": "redis://:wachtwoord-van-cache@cache:6379/0",
    "PORTAL_MAIL_SERVICE": "mailgun",
    "PORTAL_MAIL_SERVICE_DOMAIN": "mail.example",
    "PORTAL_MAIL_SERVICE_KEY": "sleutel-van-dienst",
    "PORTAL_MAIL_SERVICE_SECRET": "tweede-sleutel",
    "PORTAL_MAIL_SIGNING_KEY": "sleutel-van-berichten",
    "PORTAL_MAIL_WEBHOOK_SECRET": "user:geheim-van-de-berichten-0123456789",
    "PORTAL_METRICS_TOKEN": "geheim-van-de-cijfers",
    "PORTAL_OIDC_URL": "https://inloggen.example",
    "PORTAL_OIDC_CLIENT_ID": "portaal",
    "PORTAL_OIDC_SECRET": "geheim-van-de-federatie",
    "PORTAL_SMTP_PASSWORD": "wachtwoord-van-de-mail",
    "PORTAL_VAPID_PRIVATE_KEY": "sleutel-van-meldingen",
    "PORTAL_VAPID_PUBLIC_KEY": "andere-helft-van-meldingen",
}


def own(process: str) -> dict[str, str]:
    """Give what this process is meant to get of the full site."""
    return {name: value for name, value in FULL.items() if process in USED_BY.get(name, PROCESSES)}


def test_every_secret_with_users_of_its_own_is_tried_here():
    assert set(USED_BY) <= set(FULL)
    assert all(set(users) < set(PROCESSES) for users in USED_BY.values())


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_starts_without_the_secrets_of_others(monkeypatch, process, tmp_path):
    files_of_others = {f"{name}_FILE": str(tmp_path / "weg") for name in FULL if name not in own(process)}

    settings_of_production(monkeypatch, {**own(process), **files_of_others, "PORTAL_PROCESS": process})


@pytest.mark.parametrize("process", ["", *PROCESSES])
def test_a_process_holds_its_own_secrets_only(monkeypatch, process):
    given = repr(settings_of_production(monkeypatch, {**FULL, "PORTAL_PROCESS": process}))

    # With a mail service nothing asks for the password of SMTP.
    expected = {name for name, users in USED_BY.items() if process in ("", *users)} - {"PORTAL_SMTP_PASSWORD"}
    # Mailgun has one key; the address of the account is taken apart.
    expected -= {"PORTAL_MAIL_SERVICE_SECRET"}
    words = {name: FULL[name] for name in USED_BY} | {"PORTAL_DATABASE_APP_URL": "wachtwoord-van-app"}
    assert {name for name, word in words.items() if word in given} == expected


@pytest.mark.parametrize(
    ("process", "name"),
    [
        *[(process, name) for process in PROCESSES for name in WHOLE if name != "PORTAL_SMTP_HOST"],
        ("worker", "PORTAL_MAIL_SERVICE_KEY"),
        ("clock", "PORTAL_MAIL_SERVICE_KEY"),
        ("web", "PORTAL_MAIL_SIGNING_KEY"),
        ("web", "PORTAL_MAIL_WEBHOOK_SECRET"),
        ("web", "PORTAL_OIDC_SECRET"),
    ],
)
def test_a_secret_of_its_own_still_stops_a_process_when_it_is_missing(monkeypatch, process, name):
    values = {key: value for key, value in own(process).items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        settings_of_production(monkeypatch, {**values, "PORTAL_PROCESS": process})
