"""The certificates by which the containers know each other: a real handshake with each, and whom nobody believes."""

import os
import runpy
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from portal.shared.health import checks
from portal.shared.health.findings import Level

ROOT = Path(__file__).resolve().parents[2]
MADE = runpy.run_path(str(ROOT / "deploy" / "certificates.py"))
# The user of this test in place of those of the containers: only root gives files away.
OWNERS = dict.fromkeys(MADE["SERVERS"], os.getuid())


@pytest.fixture
def stack(tmp_path):
    for name in ("authority", "trust", *(f"tls/{server}" for server in OWNERS)):
        (tmp_path / name).mkdir(parents=True)
    renew(tmp_path)
    return tmp_path


def renew(folder: Path, at: datetime | None = None) -> None:
    MADE["renew"](folder, owners=OWNERS, at=at or datetime.now(UTC))


def shake_hands(stack: Path, server: str, *, asked: str, trust: Path | None = None) -> dict:
    """Connect to a server with its key and certificate, asking for a name; give what its certificate says."""
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(stack / "tls" / server / "certificate.pem", stack / "tls" / server / "key.pem")
    theirs = ssl.create_default_context(cafile=str(trust or stack / "trust" / "authority.pem"))
    left, right = socket.socketpair()

    def answer() -> None:
        try:
            mine.wrap_socket(left, server_side=True).close()
        except ssl.SSLError:
            left.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with theirs.wrap_socket(right, server_hostname=asked) as secure:
            return secure.getpeercert()
    finally:
        right.close()
        thread.join()


@pytest.mark.parametrize("server", OWNERS)
def test_each_server_proves_its_name_and_no_other(stack, server):
    other = next(name for name in OWNERS if name != server)

    for asked in (server, "localhost", "127.0.0.1"):
        shake_hands(stack, server, asked=asked)
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(stack, server, asked=other)


def test_a_certificate_of_another_stack_proves_nothing(stack, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for name in ("authority", "trust", *(f"tls/{server}" for server in OWNERS)):
        (other / name).mkdir(parents=True)
    renew(other)

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(stack, "web", asked="web", trust=other / "trust" / "authority.pem")


def test_each_start_renews_keys_and_certificates_and_keeps_the_authority(stack):
    trust = (stack / "trust" / "authority.pem").read_bytes()
    before = (stack / "tls" / "web" / "key.pem").read_bytes()
    old = shake_hands(stack, "web", asked="web")["serialNumber"]

    renew(stack)

    assert (stack / "trust" / "authority.pem").read_bytes() == trust
    assert (stack / "tls" / "web" / "key.pem").read_bytes() != before
    assert shake_hands(stack, "web", asked="web")["serialNumber"] != old


def test_a_server_that_runs_on_is_believed_for_two_years(stack):
    until = ssl.cert_time_to_seconds(shake_hands(stack, "cache", asked="cache")["notAfter"])

    assert timedelta(days=729) < datetime.fromtimestamp(until, UTC) - datetime.now(UTC) < timedelta(days=731)


def test_an_authority_near_its_end_is_replaced(tmp_path):
    for name in ("authority", "trust", *(f"tls/{server}" for server in OWNERS)):
        (tmp_path / name).mkdir(parents=True)
    renew(tmp_path, datetime.now(UTC) - timedelta(days=19 * 365))
    old = (tmp_path / "trust" / "authority.pem").read_bytes()

    renew(tmp_path)

    assert (tmp_path / "trust" / "authority.pem").read_bytes() != old
    shake_hands(tmp_path, "web", asked="web")


def test_keys_are_closed_and_certificates_open(stack):
    modes = {path.relative_to(stack): stat.S_IMODE(path.stat().st_mode) for path in stack.rglob("*.pem")}

    assert {path for path, mode in modes.items() if mode == 0o400} == {path for path in modes if path.name == "key.pem"}
    assert {mode for path, mode in modes.items() if path.name != "key.pem"} == {0o444}
    assert not list(stack.rglob("*.part"))


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (100, Level.FINE, "De certificaten tussen de servers zijn nog geldig."),
        (59, Level.LATE, "De certificaten tussen de servers gelden nog 58 dagen."),
        (6, Level.WRONG, "De certificaten tussen de servers gelden nog 5 dagen."),
        (-1, Level.WRONG, "De certificaten tussen de servers gelden nog 0 dagen."),
    ],
)
def test_an_operator_hears_before_they_end(stack, settings, days, level, words):
    at = datetime.now(UTC)
    renew(stack, at=at - MADE["SERVER_HOLDS"] + timedelta(days=days))
    settings.PORTAL_TLS_CERTIFICATE = str(stack / "tls" / "web" / "certificate.pem")
    checks._certificate_ends_at.cache_clear()

    with translation.override("nl"):
        (finding,) = checks.examine_certificate(at).findings

    assert (finding.level, finding.sentence) == (level, words)


def test_a_server_is_judged_by_the_certificate_it_began_with(stack, settings):
    at = datetime.now(UTC)
    settings.PORTAL_TLS_CERTIFICATE = str(stack / "tls" / "web" / "certificate.pem")
    checks._certificate_ends_at.cache_clear()
    began = checks.examine_certificate(at).gauges[0].values
    renew(stack, at=at + timedelta(days=300))

    assert checks.examine_certificate(at).gauges[0].values == began


def test_without_a_certificate_there_is_nothing_to_say(settings):
    settings.PORTAL_TLS_CERTIFICATE = ""
    checks._certificate_ends_at.cache_clear()

    assert checks.examine_certificate(datetime.now(UTC)).findings == ()
