"""A calendar is fetched from a real website over https; whatever leads elsewhere, or has no end, is refused."""

import gzip
import socket
import ssl
import threading
import time
from io import BytesIO

import pytest
from urllib3 import HTTPResponse

from events.followed_calendars.errors import (
    AddressRefused,
    NameUnknown,
    NoCalendar,
    NotGiven,
    NotPublic,
    SentOn,
    TooLarge,
    TooSlow,
    Unreachable,
)
from events.followed_calendars.fetching import MOST_BYTES, Gate, _read, fetch
from tests.events.calendars.test_reading import calendar
from tests.events.followed_calendars.websites import NAME, gives, website

CALENDAR = calendar("UID:1\r\nDTSTART:20270701T100000\r\nSUMMARY:Open dag")


@pytest.fixture(scope="module")
def _site(tmp_path_factory):
    with website(tmp_path_factory.mktemp("website")) as served:
        yield served


@pytest.fixture
def site(_site):
    _site.asked.clear()
    _site.reply = gives(CALENDAR)
    return _site


def test_a_calendar_comes_with_what_asks_for_changes_only(site):
    site.reply = gives(CALENDAR, ETag='"abc"', Last_Modified="Mon, 01 Feb 2027 09:00:00 GMT")

    answer = fetch(site.address, gate=site.gate())

    assert answer.content == CALENDAR
    assert (answer.etag, answer.last_modified) == ('"abc"', "Mon, 01 Feb 2027 09:00:00 GMT")
    [asked] = site.asked
    assert (asked["Host"], asked["path"]) == (f"{NAME}:{site.port}", "/agenda.ics")
    assert "If-None-Match" not in asked
    assert "Cookie" not in asked


def test_nothing_changed(site):
    site.reply = gives(b"", status=304)

    answer = fetch(site.address, etag='"abc"', last_modified="Mon, 01 Feb 2027 09:00:00 GMT", gate=site.gate())

    assert (answer.content, answer.etag) == (None, '"abc"')
    assert site.asked[0]["If-None-Match"] == '"abc"'
    assert site.asked[0]["If-Modified-Since"] == "Mon, 01 Feb 2027 09:00:00 GMT"


def test_a_compressed_calendar_is_unpacked(site):
    site.reply = gives(gzip.compress(CALENDAR), Content_Encoding="gzip")
    assert fetch(site.address, gate=site.gate()).content == CALENDAR


def test_the_site_itself_refuses_this_machine():
    """With the gate of production, and the real resolver: nothing is connected to."""
    with pytest.raises(NotPublic):
        fetch("https://localhost/agenda.ics")
    for address in ("https://127.0.0.1/agenda.ics", "https://localhost:8443/a", "http://localhost/a"):
        with pytest.raises(AddressRefused):
            fetch(address)


def test_production_has_the_strict_gate():
    gate = Gate()
    context = gate.make_context()

    assert gate.ports == {443}
    assert not gate.is_allowed("127.0.0.1")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    "numbers",
    [["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["93.184.216.34", "10.0.0.1"]],
)
def test_a_name_that_leads_inside_is_refused_before_any_connection(monkeypatch, numbers):
    def connect(*_arguments, **_options):
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(NotPublic):
        fetch(f"https://{NAME}/agenda.ics", gate=Gate(resolve=lambda host: numbers))


def test_the_name_is_asked_once_and_the_connection_goes_to_that_answer(site, monkeypatch):
    """DNS rebinding: a second, other answer of the name server is never asked for."""
    asked = []

    def resolve(host):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    looked_up = []
    real = socket.getaddrinfo

    def getaddrinfo(host, *arguments, **options):
        looked_up.append(host)
        return real(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert fetch(site.address, gate=site.gate(resolve=resolve)).content == CALENDAR
    assert asked == [NAME]
    assert set(looked_up) <= {"127.0.0.1"}


def test_an_unknown_name():
    with pytest.raises(NameUnknown):
        fetch("https://bestaat-niet.invalid/agenda.ics")


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("https://169.254.169.254/latest/meta-data/", AddressRefused),
        ("https://metadata.intern/latest/", AddressRefused),
        ("http://agenda.school.example/agenda.ics", AddressRefused),
        ("file:///etc/passwd", AddressRefused),
        ("//localhost/agenda.ics", AddressRefused),
        ("", SentOn),
        ("/rond", SentOn),
    ],
)
def test_each_place_it_is_sent_on_to_is_judged(site, location, error):
    site.reply = gives(b"", status=302, Location=location)
    with pytest.raises(error):
        fetch(site.address, gate=site.gate())
    assert len(site.asked) == (4 if error is SentOn else 1)


def test_sent_on_to_a_name_that_leads_inside(site):
    site.reply = gives(b"", status=301, Location=f"https://intern.example:{site.port}/")
    with pytest.raises(NotPublic):
        fetch(site.address, gate=site.gate())
    assert len(site.asked) == 1


def test_sent_on_to_a_public_place_it_is_followed(site):
    def reply(handler):
        is_there = handler.path == "/nieuw.ics"
        gives(CALENDAR if is_there else b"", status=200 if is_there else 308, Location="/nieuw.ics")(handler)

    site.reply = reply
    assert fetch(site.address, gate=site.gate()).content == CALENDAR


def test_a_calendar_without_end_is_cut_off_at_the_limit(site):
    sent = []

    def reply(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"BEGIN:VCALENDAR\r\n")
        for _ in range(50):
            handler.wfile.write(b"X" * 1_000_000)
            sent.append(1_000_000)

    site.reply = reply
    with pytest.raises(TooLarge):
        fetch(site.address, gate=site.gate())
    # What lies in the buffers of the connection counts as sent.
    assert sum(sent) < 20 * MOST_BYTES


def test_a_bomb_of_compression_is_not_unpacked(site):
    bomb = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b"X" * 200_000_000)
    assert len(bomb) < MOST_BYTES
    site.reply = gives(bomb, Content_Encoding="gzip")

    began = time.monotonic()
    with pytest.raises(TooLarge):
        fetch(site.address, gate=site.gate())
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate"])
def test_a_compression_nobody_asked_for(site, encoding):
    site.reply = gives(gzip.compress(CALENDAR), Content_Encoding=encoding)
    with pytest.raises(NoCalendar):
        fetch(site.address, gate=site.gate())


@pytest.mark.parametrize("content", [gzip.compress(CALENDAR)[:-12], b"geen gzip"])
def test_a_broken_compression(site, content):
    site.reply = gives(content, Content_Encoding="gzip")
    with pytest.raises(NoCalendar):
        fetch(site.address, gate=site.gate())


def _drips(handler, pieces):
    try:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def drips_body(handler):
    handler.send_response(200)
    handler.end_headers()
    _drips(handler, [b"BEGIN:VCALENDAR\r\n", *[b"X"] * 60])


def drips_headers(handler):
    _drips(handler, [b"HTTP/1.1 200 OK\r\n", *[b"X-A: y\r\n"] * 60])


def says_nothing(handler):
    time.sleep(3)


@pytest.mark.parametrize("reply", [drips_body, drips_headers, says_nothing])
def test_a_website_that_drips_is_cut_off_at_the_deadline(site, reply):
    site.reply = reply

    began = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(site.address, gate=site.gate(seconds=0.8))
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("content", [b"", CALENDAR])
def test_what_came_in_before_the_line_was_cut_is_no_calendar(content):
    response = HTTPResponse(BytesIO(content), preload_content=False)

    with pytest.raises(TooSlow):
        _read(response, most=10_000, ends=time.monotonic() - 1)


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_any_other_answer_is_a_refusal(site, status):
    site.reply = gives(b"" if status in {204, 304} else CALENDAR, status=status)
    with pytest.raises(NotGiven):
        fetch(site.address, gate=site.gate())


@pytest.mark.parametrize("content", [b"", b"<!doctype html><title>Agenda</title>", b"x" * 2000 + CALENDAR])
def test_something_else_than_a_calendar(site, content):
    site.reply = gives(content, Content_Type="text/calendar")
    with pytest.raises(NoCalendar):
        fetch(site.address, gate=site.gate())


def test_an_answer_that_is_no_http(site):
    def reply(handler):
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    site.reply = reply
    with pytest.raises(Unreachable):
        fetch(site.address, gate=site.gate())


def test_what_a_website_says_of_its_version_goes_back_only_when_it_is_sound(site):
    site.reply = gives(CALENDAR, ETag='"' + "x" * 300 + '"', Last_Modified="Mon\x00")
    answer = fetch(site.address, gate=site.gate())
    assert (answer.etag, answer.last_modified) == ("", "")


def test_the_certificate_has_to_be_of_the_name(tmp_path):
    with website(tmp_path, "ander.example") as other:
        other.reply = gives(CALENDAR)
        with pytest.raises(Unreachable):
            fetch(other.address, gate=other.gate())
        assert other.asked == []


def test_the_certificate_has_to_be_of_a_known_authority(site):
    with pytest.raises(Unreachable):
        fetch(site.address, gate=site.gate(make_context=Gate().make_context))
    assert site.asked == []


def test_nobody_there():
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    gate = Gate(resolve=lambda host: ["127.0.0.1"], is_allowed=lambda number: True, ports=frozenset({port}))
    with pytest.raises(Unreachable):
        fetch(f"https://{NAME}:{port}/agenda.ics", gate=gate)


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert fetch(site.address, gate=site.gate()).content == CALENDAR


def test_no_thread_stays_behind(site):
    before = threading.active_count()
    for _ in range(3):
        fetch(site.address, gate=site.gate(seconds=60))
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= before
