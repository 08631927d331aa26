"""Logs and reports of errors: enough to find the fault, nothing about people."""

import io
import json
import logging.config

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from portal.settings.logs import logging_of
from portal.shared.error_reports import CAREFUL

MARK = "noor@lindenwaard.example"


@pytest.fixture
def lines(settings):
    """Log as production does, and read what was written."""
    stream = io.StringIO()
    config = logging_of("json")
    config["handlers"]["console"]["stream"] = stream
    config["loggers"] = {"portal.test": {"level": "INFO", "handlers": ["console"], "propagate": False}}
    config["root"] = {"handlers": []}
    before = logging.getLogger("portal.test").handlers[:]
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger("portal.test").handlers[:] = before
    logging.getLogger("portal.test").propagate = True


def fails(secret: str) -> None:
    raise ValueError("no such place")


def test_a_log_line_is_one_json_object_with_the_request(lines):
    logging.getLogger("portal.test").warning("mail given up key=%s", "abc")

    [line] = lines()
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "mail given up key=abc",
        "level": "warning",
        "logger": "portal.test",
        "request": "-",
    }


def test_secrets_in_addresses_are_masked(lines):
    logging.getLogger("portal.test").warning("Not Found: %s", "/mijn/agenda/geheim0123456789.ics")

    assert "geheim0123456789" not in json.dumps(lines())


def test_an_exception_is_logged_with_its_place_and_no_values(lines):
    try:
        fails(MARK)
    except ValueError:
        logging.getLogger("portal.test").exception("job failed")

    text = json.dumps(lines())
    assert "no such place" in text
    assert "fails" in text
    assert MARK not in text


def test_what_a_database_adds_of_a_row_and_a_secret_address_are_not_logged(lines):
    try:
        raise ValueError(f"duplicate key\nDETAIL:  Key (email)=({MARK}) exists.")
    except ValueError:
        logging.getLogger("portal.test").exception("not stored")
    try:
        raise LookupError("no page /mijn/agenda/geheim0123456789.ics")
    except LookupError:
        logging.getLogger("portal.test").exception("not found")

    text = json.dumps(lines())
    assert "duplicate key" in text
    assert MARK not in text
    assert "geheim0123456789" not in text


class _Kept(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope) -> None:
        self.sent.append(envelope.serialize())


def test_an_error_is_reported_without_who_or_what_was_typed(rf):
    kept = _Kept()
    client = sentry_sdk.Client(
        dsn="https://key@errors.example/1", transport=kept, default_integrations=False, **CAREFUL
    )
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        scope.set_user({"email": MARK})
        scope.set_extra("form", MARK)
        scope.add_event_processor(
            lambda event, hint: (
                event
                | {"request": {"method": "POST", "url": f"https://x/{MARK}", "cookies": MARK, "query_string": MARK}}
            )
        )
        try:
            raise ValueError(f"{MARK} is no address")
        except ValueError as error:
            scope.capture_exception(error)
    client.close()

    [envelope] = kept.sent
    assert b"ValueError" in envelope
    assert b"test_telling_operators" in envelope
    assert MARK.encode() not in envelope
