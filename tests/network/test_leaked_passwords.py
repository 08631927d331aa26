"""A password that leaked elsewhere is refused, and the service that knows it learns nothing of it (ASVS 6.2.12)."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from network.members.breaches import SECONDS, NotAnswered, times_leaked
from network.models import Member
from tests.architecture.test_settings import WHOLE
from tests.security.production import settings_of_production

LEAKED, FRESH = "kat tuba regen zolder", "lamp fiets wolk banaan"
OTHERS = [f"{number:035X}:0" for number in range(800)]


def hash_of(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def line_of(password: str, times: int) -> str:
    return f"{hash_of(password)[5:]}:{times}"


@contextmanager
def service(answer: Callable[[BaseHTTPRequestHandler], tuple[int, str]]) -> Iterator[tuple[str, list]]:
    """Run a service of leaked passwords on this machine; gives its address, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            # Who asked may have gone.
            with suppress(OSError):
                status, text = answer(self)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/range/", asked
        finally:
            server.shutdown()
            thread.join()


def knowing(*lines: str) -> Callable[[BaseHTTPRequestHandler], tuple[int, str]]:
    return lambda handler: (200, "\r\n".join([*OTHERS, *lines]))


def test_one_that_leaked_is_refused_with_what_to_do(settings):
    with service(knowing(line_of(LEAKED, 12))) as (settings.PORTAL_BREACHED_PASSWORDS_URL, _asked):
        with pytest.raises(ValidationError) as refused:
            validate_password(LEAKED)
        validate_password(FRESH)

    assert refused.value.messages == [
        "Dit wachtwoord is bij een andere website gestolen. Kies er een die je nergens anders gebruikt."
    ]


def test_a_line_that_only_fills_up_the_answer_is_no_leak(settings):
    with service(knowing(line_of(LEAKED, 0))) as (settings.PORTAL_BREACHED_PASSWORDS_URL, _asked):
        validate_password(LEAKED)


def test_the_service_is_told_five_signs_and_asked_to_fill_up_its_answer(settings):
    with service(knowing()) as (settings.PORTAL_BREACHED_PASSWORDS_URL, asked):
        validate_password(LEAKED, Member(email="noor@school.example"))

    ((path, headers),) = asked
    assert path == f"/range/{hash_of(LEAKED)[:5]}"
    assert headers["Add-Padding"] == "true"
    assert set(headers) <= {"Host", "Accept-Encoding", "Add-Padding", "User-Agent"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(lambda handler: (503, "away"), "status 503", id="away"),
        pytest.param(lambda handler: (429, ""), "status 429", id="too many"),
        pytest.param(lambda handler: (200, "<html>Inloggen</html>"), "no list", id="a page of a proxy"),
        pytest.param(lambda handler: (200, ""), "no list", id="nothing"),
        pytest.param(lambda handler: (200, "A" * 1_000_001), "too long", id="without end"),
    ],
)
def test_without_an_answer_the_own_lists_judge_and_the_log_says_so(settings, caplog, answer, reason):
    with service(answer) as (settings.PORTAL_BREACHED_PASSWORDS_URL, _asked):
        validate_password(FRESH)
        with pytest.raises(ValidationError) as refused:
            validate_password("Welkom2026!")

    assert [error.code for error in refused.value.error_list] == ["easy_to_guess"]
    said = [record.getMessage() for record in caplog.records if record.name == "portal.accounts"]
    assert said == [f"the list of leaked passwords did not answer: {reason}"] * 2
    assert hash_of(FRESH)[:5] not in caplog.text


def test_nobody_there_is_no_answer(settings):
    with pytest.raises(NotAnswered, match=r"^(NewConnectionError|ConnectTimeoutError)$"):
        times_leaked(FRESH, address="http://127.0.0.1:1/range/")


def test_who_waits_waits_no_longer_than_that_whatever_the_service_does():
    def slow(handler: BaseHTTPRequestHandler) -> tuple[int, str]:
        handler.send_response(200)
        handler.end_headers()
        # One sign after the other, so that no read of ours takes long.
        for sign in OTHERS[0]:
            handler.wfile.write(sign.encode())
            time.sleep(0.02)
        return 200, ""

    with service(slow) as (address, _asked):
        began = time.monotonic()
        with pytest.raises(NotAnswered, match="too"):
            times_leaked(FRESH, address=address, seconds=0.2)

    assert time.monotonic() - began < 5
    assert SECONDS <= 1.5


@pytest.mark.django_db
def test_who_signs_up_reads_it_at_the_field(client, site, settings):
    values = {"email": "daan@school.example", "given_name": "Daan", "family_name": "Bos", "password1": LEAKED}
    with service(knowing(line_of(LEAKED, 3))) as (settings.PORTAL_BREACHED_PASSWORDS_URL, _asked):
        page = client.post("/account/signup/", values)

    (error,) = page.context["form"].errors["password1"]
    assert error.startswith("Dit wachtwoord is bij een andere website gestolen.")
    assert error in page.content.decode()
    assert not Member.objects.filter(email="daan@school.example").exists()


def test_it_is_asked_on_a_real_server_unless_an_operator_says_otherwise(monkeypatch, settings):
    assert settings.PORTAL_BREACHED_PASSWORDS_URL == ""
    given = settings_of_production(monkeypatch, WHOLE)
    assert given["PORTAL_BREACHED_PASSWORDS_URL"] == "https://api.pwnedpasswords.com/range/"


def test_an_operator_switches_it_off(monkeypatch):
    given = settings_of_production(monkeypatch, {**WHOLE, "PORTAL_BREACHED_PASSWORDS_URL": ""})

    assert given["PORTAL_BREACHED_PASSWORDS_URL"] == ""
