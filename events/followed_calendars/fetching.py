"""Fetches a calendar from a website that nobody vouches for, without becoming a way into our own network.

The name is resolved once and every address it has is judged; the connection then goes to that very address, with the
certificate checked against the name, so that a second answer of the name server changes nothing. A website that sends
us on is judged again, from the beginning. What comes in is bounded by size, before and after decompression, and all of
it together by one deadline.
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

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
from events.followed_calendars.rules import HTTPS_PORT, Target, read_target
from portal.shared.http_guard import is_public

MOST_BYTES = 1_000_000
SECONDS = 20.0
CONNECT_SECONDS = 5.0
MOST_HOPS = 3
LONGEST_VALIDATOR = 200
AGENT = "Bruggenbouwen-agenda/1.0 (reads public calendars of schools)"
_PIECE = 16_384
_SENDS_ON = {301, 302, 303, 307, 308}


def resolve(host: str) -> list[str]:
    """Give the addresses of a name, as the system's resolver knows them.

    Raises:
        NameUnknown: It has none.
    """
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Gate:
    """Where a fetch may go, and how long and how large it may be; the defaults are those of the site.

    Attributes:
        resolve: Gives the addresses of a name.
        is_allowed: Whether to connect to one of them.
        ports: To which ports.
        make_context: Gives how certificates are checked.
        seconds: For the whole, sending on included.
        most_bytes: Of the calendar, as it came and as it is.
    """

    resolve: Callable[[str], list[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({HTTPS_PORT})
    make_context: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Answer:
    """What a website gave.

    Attributes:
        content: The calendar; None when it is the same as last time.
        etag: To ask for changes only, next time.
        last_modified: The same, by time.
    """

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(address: str, *, etag: str = "", last_modified: str = "", gate: Gate | None = None) -> Answer:
    """Fetch a calendar, or learn that nothing changed.

    Parameters:
        address: https://…
        etag: Of the last answer.
        last_modified: Of the last answer.
        gate: Where it may go; tests give their own.

    Raises:
        NotFetched: One subclass per reason.
    """
    gate = gate or Gate()
    ends = time.monotonic() + gate.seconds
    for _hop in range(MOST_HOPS + 1):
        with _asked(address, _conditions(etag, last_modified), gate=gate, ends=ends) as response:
            if response.status in _SENDS_ON:
                address = urljoin(address, response.headers.get("Location", ""))
                continue
            if response.status == 304 and (etag or last_modified):
                return Answer(None, etag, last_modified)
            if response.status != 200:
                raise NotGiven
            content = _read(response, most=gate.most_bytes, ends=ends)
            if b"BEGIN:VCALENDAR" not in content[:1000].upper():
                raise NoCalendar
            headers = response.headers
            return Answer(content, _validator(headers.get("ETag")), _validator(headers.get("Last-Modified")))
    raise SentOn


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in conditions.items() if value}


def _validator(value: str | None) -> str:
    """Keep what can be sent back as it came: short, and without signs that would begin another header."""
    value = value or ""
    is_sound = len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()
    return value if is_sound else ""


@contextmanager
def _asked(address: str, conditions: dict[str, str], *, gate: Gate, ends: float) -> Iterator[BaseHTTPResponse]:
    """Give the answer of one website, still to be read; whatever takes longer than the deadline is cut off."""
    target = read_target(address)
    if target is None or target.port not in gate.ports:
        raise AddressRefused
    connection = _connect(target, gate, ends)
    # A website that sends one byte a second never runs into a timeout of reading: the line is cut from outside.
    guard = threading.Timer(max(ends - time.monotonic(), 0), _cut, [connection.sock])
    guard.daemon = True
    guard.start()
    try:
        connection.request(
            "GET",
            target.path,
            headers={
                "Host": target.host if target.port == HTTPS_PORT else f"{target.host}:{target.port}",
                "Accept": "text/calendar, */*;q=0.1",
                "Accept-Encoding": "gzip",
                "Connection": "close",
                "User-Agent": AGENT,
                **conditions,
            },
            preload_content=False,
            decode_content=False,
        )
        yield connection.getresponse()
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise _late_or(Unreachable, ends) from error
    finally:
        guard.cancel()
        connection.close()


def _connect(target: Target, gate: Gate, ends: float) -> HTTPSConnection:
    """Connect to the first address of a name that answers, once all of them are judged.

    Raises:
        NameUnknown: It has no address.
        NotPublic: One of its addresses is not of the public internet; the others are then not to be trusted either.
        Unreachable: None answers with the certificate of this name.
        TooSlow: The deadline passed.
    """
    numbers = gate.resolve(target.host)
    if not numbers:
        raise NameUnknown
    if not all(gate.is_allowed(number) for number in numbers):
        raise NotPublic
    context = gate.make_context()
    for number in numbers[:4]:
        left = ends - time.monotonic()
        if left <= 0:
            raise TooSlow
        connection = HTTPSConnection(
            number,
            target.port,
            timeout=min(CONNECT_SECONDS, left),
            ssl_context=context,
            server_hostname=target.host,
            assert_hostname=target.host,
        )
        with suppress(OSError, HTTPError, ValueError):
            connection.connect()
            return connection
        connection.close()
    raise _late_or(Unreachable, ends)


def _cut(line: socket.socket | None) -> None:
    if line is not None:
        with suppress(OSError):
            # That of the plain socket: the reader, in another thread, then finds the end of what comes in.
            socket.socket.shutdown(line, socket.SHUT_RDWR)


def _read(response: BaseHTTPResponse, *, most: int, ends: float) -> bytes:
    """Read a body piece by piece, decompressed by us, so that neither form grows past the limit.

    Raises:
        TooLarge, TooSlow: It is, or takes longer than the deadline.
        NoCalendar: It is compressed in a way we did not ask for, or broken.
    """
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        raise NoCalendar
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    content, received = bytearray(), 0
    while piece := response.read(_PIECE, decode_content=False):
        received += len(piece)
        if received > most:
            raise TooLarge
        try:
            content += unpack.decompress(piece, most + 1 - len(content)) if unpack else piece
        except zlib.error as error:
            raise NoCalendar from error
        if len(content) > most or (unpack and unpack.unconsumed_tail):
            raise TooLarge
        if time.monotonic() >= ends:
            raise TooSlow
    if time.monotonic() >= ends:
        raise TooSlow
    if unpack and not unpack.eof:
        raise NoCalendar
    return bytes(content)


def _late_or(reason: type[Unreachable], ends: float) -> Unreachable | TooSlow:
    return TooSlow() if time.monotonic() >= ends else reason()
