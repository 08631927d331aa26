"""A TCP proxy before a search server that fails as servers and networks do, one way at a time."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PASS = "pass"
REFUSE = "refuse"
HANG = "hang"
CUT = "cut"
UNAVAILABLE = "unavailable"
HTML = "html"
OTHER_JSON = "other_json"
DRIP = "drip"
FAULTS = (REFUSE, HANG, CUT, UNAVAILABLE, HTML, OTHER_JSON, DRIP)

_CANNED = {
    UNAVAILABLE: (503, "Service Unavailable", "text/plain", b"no healthy upstream"),
    HTML: (200, "OK", "text/html", b"<html><body><h1>Sign in to the network</h1></body></html>"),
    OTHER_JSON: (200, "OK", "application/json", b'{"status": "maintenance"}'),
    CUT: (200, "OK", "application/json", b'{"took": 1, "hits": {"total": {"value": 1, "rel'),
    DRIP: (200, "OK", "application/json", b'{"took": 1, "timed_out": false, "hits": {}}' + b" " * 500),
}


class FaultyProxy:
    """Listens on one port of this machine; `fault` says what it does with each request."""

    def __init__(self, upstream: str = "") -> None:
        self.fault = PASS
        self.requests: list[str] = []
        self._upstream = urlsplit(upstream)
        self._open: list[socket.socket] = []
        self._ended = threading.Event()
        self._changed = threading.Event()
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=50)
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def break_down(self, fault: str) -> None:
        """Fail from now on, also on connections that stand."""
        self.fault = fault
        self._changed.set()
        self._changed = threading.Event()
        if fault == REFUSE:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self._drop_all()

    def come_back(self) -> None:
        """Work again."""
        was, self.fault = self.fault, PASS
        self._changed.set()
        self._changed = threading.Event()
        if was == REFUSE:
            self._listener = self._listen(self.port)
        self._drop_all()

    def end(self) -> None:
        self._ended.set()
        self._changed.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._drop_all()

    def _drop_all(self) -> None:
        for held in self._open:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while not self._ended.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection, connection.makefile("rb") as stream:
            while line := stream.readline():
                headers = http.client.parse_headers(stream)
                body = stream.read(int(headers.get("Content-Length", 0)))
                method, target, _version = line.decode().split(" ", 2)
                self.requests.append(f"{method} {target}")
                if not self._answer(connection, method, target, headers, body):
                    return

    def _answer(self, connection: socket.socket, method: str, target: str, headers, body: bytes) -> bool:
        """Answer one request; give whether the connection stays."""
        fault = self.fault
        if fault == HANG:
            self._changed.wait(30)
            return False
        if fault == PASS:
            status, reason, kind, content, product = self._forward(method, target, headers, body)
        else:
            status, reason, kind, content = _CANNED[fault]
            product = "Elasticsearch" if fault != HTML else ""
        length = len(content) + (400 if fault == CUT else 0)
        head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
        head += f"X-Elastic-Product: {product}\r\n\r\n" if product else "\r\n"
        if fault == DRIP:
            return self._drip(connection, head.encode() + content)
        connection.sendall(head.encode() + (b"" if method == "HEAD" else content))
        return fault not in (CUT, HTML)

    def _drip(self, connection: socket.socket, answer: bytes) -> bool:
        changed = self._changed
        for place in range(len(answer)):
            connection.sendall(answer[place : place + 1])
            if changed.wait(0.1):
                return False
        return True

    def _forward(self, method: str, target: str, headers, body: bytes):
        upstream = http.client.HTTPConnection(self._upstream.hostname, self._upstream.port, timeout=60)
        passed = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection")}
        with contextlib.closing(upstream):
            upstream.request(method, target, body, passed)
            answer = upstream.getresponse()
            kind = answer.headers.get("Content-Type", "application/json")
            product = answer.headers.get("X-Elastic-Product", "")
            return answer.status, answer.reason, kind, answer.read(), product


@contextmanager
def faulty_proxy(upstream: str = "") -> Iterator[FaultyProxy]:
    """Run a proxy; it passes everything on until it is broken down."""
    proxy = FaultyProxy(upstream)
    try:
        yield proxy
    finally:
        proxy.end()
