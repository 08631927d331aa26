"""The composition of production names what the settings read, and opens nothing but the proxy."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from portal.settings.processes import PROCESSES, USED_BY
from tests.architecture.test_settings import WHOLE, read_from_the_environment

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")

CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
GATE = (ROOT / "deploy" / "search" / "Caddyfile").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
SERVICES = re.split(r"^  (\w+):$", COMPOSE.partition("\nservices:")[2].partition("\nsecrets:")[0], flags=re.M)
BODIES = dict(zip(SERVICES[1::2], SERVICES[2::2], strict=True))


WHOLE_FILE = yaml.safe_load(COMPOSE)
ELSEWHERE = (ROOT / "docker-compose.logs.yml").read_text("utf-8")


def given_to_the_portal() -> set[str]:
    """Name what the composition sets itself, and what .env, which it hands over as a whole, is meant to hold."""
    return {
        name.removesuffix("_FILE") if str(value).startswith("/run/") else name
        for process in PROCESSES
        for name, value in WHOLE_FILE["services"][process]["environment"].items()
        if name.startswith("PORTAL_")
    }


def named_in_the_example() -> set[str]:
    return set(re.findall(r"^#?(PORTAL_\w+)=", EXAMPLE, re.M))


def test_composition_gives_every_setting_that_production_needs():
    assert set(WHOLE) <= given_to_the_portal() | named_in_the_example()


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_gets_the_secrets_that_it_uses_and_no_others(process):
    service = WHOLE_FILE["services"][process]
    files = {
        path.removeprefix("/run/secrets/"): name.removesuffix("_FILE")
        for name, path in service["environment"].items()
        if str(path).startswith("/run/secrets/")
    }
    given = {one if isinstance(one, str) else one["target"] for one in service["secrets"]}

    assert service["environment"]["PORTAL_PROCESS"] == process
    assert {files[name] for name in given} == {
        name for name in files.values() if process in USED_BY.get(name, PROCESSES)
    }


def test_only_migrate_signs_in_as_owner_of_the_tables():
    owners = {
        name
        for name, service in WHOLE_FILE["services"].items()
        if {"database_url", "database_password"} & {one for one in service.get("secrets", []) if isinstance(one, str)}
    }

    assert owners == {"migrate", "database"}


def holders(volume: str) -> set[str]:
    """Name the services that see a volume."""
    return {
        name
        for name, service in WHOLE_FILE["services"].items()
        if any(str(one).startswith(f"{volume}:") for one in service.get("volumes", []))
    }


def test_the_key_of_a_server_is_seen_by_that_server_alone():
    keys = {volume.removeprefix("tls_") for volume in WHOLE_FILE["volumes"] if volume.startswith("tls_")}

    assert keys == {"database", "search", "cache", "web"}
    assert {name: holders(f"tls_{name}") for name in keys} == {
        name: {{"search": "search_gate"}.get(name, name), "certificates"} for name in keys
    }
    assert holders("authority") == {"certificates"}
    assert WHOLE_FILE["services"]["certificates"]["network_mode"] == "none"


def test_whoever_connects_inside_asks_for_a_certificate_of_ours():
    made = (ROOT / "deploy" / "make_secrets.sh").read_text("utf-8")
    processes = [WHOLE_FILE["services"][process]["environment"] for process in PROCESSES]

    assert {one["PGSSLMODE"] for one in processes} == {"verify-full"}
    assert {
        one[name] for one in processes for name in ("PGSSLROOTCERT", "PORTAL_CACHE_CA", "PORTAL_ELASTICSEARCH_CA")
    } == {"/run/trust/authority.pem"}
    assert holders("trust") >= {*PROCESSES, "proxy"}
    assert set(re.findall(r"keep (cache|search)_url \"(\w+)://:?", made)) == {("cache", "rediss"), ("search", "https")}
    assert "reverse_proxy https://web:8000" in CADDYFILE
    # The older word, which each Caddy from 2.6 on understands.
    assert "tls_trusted_ca_certs /run/trust/authority.pem" in CADDYFILE
    # Nobody connects from elsewhere without TLS.
    rules = (ROOT / "deploy" / "pg_hba.conf").read_text("utf-8")
    assert set(re.findall(r"^host\s+\w+\s+\w+\s+(\S+)", rules, re.M)) == {"127.0.0.1/32", "::1/128"}


def test_elasticsearch_is_reached_through_its_gate_alone():
    search, gate = WHOLE_FILE["services"]["search"], WHOLE_FILE["services"]["search_gate"]

    assert search["network_mode"] == "service:search_gate"
    assert (search["environment"]["http.host"], search["environment"]["transport.host"]) == ("127.0.0.1", "127.0.0.1")
    # The name of its certificate.
    assert gate["networks"] == {"inside": {"aliases": ["search"]}}
    # Who holds on to a network that is gone ends, and is started in the one of now.
    assert search["healthcheck"]["test"][1].startswith("test -e /sys/class/net/eth0 || kill 1;")


@pytest.mark.parametrize(
    ("path", "is_ours"),
    [
        ("/", True),
        ("/_bulk", True),
        ("/_aliases", True),
        ("/_alias/portal-search", True),
        ("/portal-search/_search", True),
        ("/portal-search-0123456789ab", True),
        ("/portal-search-0123456789ab/_mget", True),
        ("/portal-search-*/_alias", True),
        ("/portal-searches/_search", False),
        ("/portal-search,other/_search", False),
        ("/portal-search*/_search", False),
        ("/portal-search/_settings", False),
        ("/*", False),
        ("/_all/_search", False),
        ("/_search", False),
        ("/_cat/indices", False),
        ("/_cluster/settings", False),
        ("/_snapshot", False),
    ],
)
def test_the_gate_of_elasticsearch_knows_the_portals_own_indexes_only(path, is_ours):
    rule = re.search(r"^\t@portal path_regexp (\S+)$", GATE, re.M)[1].replace("{$SEARCH_INDEX}", "portal-search")

    assert bool(re.search(rule, path)) is is_ours
    assert GATE.index("respond 401") < GATE.index("handle @portal")


def test_composition_gives_no_setting_that_nobody_reads():
    of_compose = set(re.findall(r"\$\{(\w+)", COMPOSE))

    assert given_to_the_portal() <= read_from_the_environment()
    assert named_in_the_example() <= read_from_the_environment() | of_compose


def test_only_the_proxy_is_open_to_the_outside():
    ports = {name: re.findall(r"^    ports: (.*)$", body, re.M) for name, body in BODIES.items()}
    opened = {name for name, found in ports.items() if found and not found[0].startswith('["127.0.0.1:')}

    assert opened == {"proxy"}


def test_the_proxy_has_no_files_of_the_portal():
    assert "uploads" not in BODIES["proxy"]


def test_every_service_that_stays_is_watched_and_limited():
    for name, body in BODIES.items():
        assert "healthcheck:" in body or name in {"migrate", "certificates"}
        assert "<<: *portal" in body or (re.search(r"<<: \*(guarded|image)", body) and "mem_limit:" in body)


def test_every_secret_is_made():
    named = set(re.findall(r"file: \./secrets/(\w+)", COMPOSE))
    script = (ROOT / "deploy" / "make_secrets.sh").read_text("utf-8")

    assert named
    assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", script)] == []


def test_example_has_every_name_the_composition_asks_for():
    asked = set(re.findall(r"\$\{(\w+):\?", COMPOSE))

    assert asked <= set(re.findall(r"^(\w+)=", EXAMPLE, re.M))


@pytest.mark.parametrize(
    ("size", "refused"),
    [(0, False), (9_999_999, False), (29_999_999, False), (30_000_000, True), (99_999_999, True), (100_000_000, True)],
)
def test_the_proxy_refuses_by_its_length_what_it_would_cut_off(size, refused):
    """Cut off half-way, a browser shows an error of its own in place of the page that says why."""
    limit = int(re.search(r"max_size (\d+)MB", CADDYFILE)[1]) * 1_000_000
    rule = re.search(r"@large header_regexp Content-Length (\S+)", CADDYFILE)[1]

    assert bool(re.search(rule, str(size))) is refused is (size >= limit)
    assert "error @large 413" in CADDYFILE


def test_the_proxy_lets_the_largest_upload_through():
    limit = int(re.search(r"max_size (\d+)MB", CADDYFILE)[1]) * 1_000_000

    assert limit > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + 1_000_000


def test_the_logs_of_every_service_go_elsewhere_over_tls_and_nothing_else_is_changed():
    services = yaml.safe_load(ELSEWHERE)["services"]

    assert set(services) == set(yaml.safe_load(COMPOSE)["services"])
    for service in services.values():
        assert set(service) == {"logging"}
        options = service["logging"]["options"]
        assert service["logging"]["driver"] == "syslog"
        assert options["syslog-address"].startswith("tcp+tls://")
        assert options["syslog-format"].startswith("rfc5424")
        assert (options["tag"], options["mode"]) == ("{{.Name}}", "non-blocking")
        assert "syslog-tls-skip-verify" not in options


def test_without_an_address_for_the_logs_a_sentence_says_what_to_write():
    asked = dict(re.findall(r"\$\{(\w+):\?([^}]+)\}", ELSEWHERE))

    assert asked == {"LOGS_ADDRESS": "write LOGS_ADDRESS in .env, host and port of the log server"}
    assert "#LOGS_ADDRESS=" in EXAMPLE
    assert "#COMPOSE_FILE=docker-compose.yml:docker-compose.logs.yml" in EXAMPLE
