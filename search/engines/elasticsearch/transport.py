"""One request to the server ends within its time, whatever the server does.

A time-out of urllib3 counts anew for each piece that arrives: a server, or a proxy before it, that sends one byte a
second would hold a visitor for ever (RELIABILITY G13).
"""

import contextlib
import http.client
import socket
import threading
from typing import Any

import urllib3.connection
from elastic_transport import ConnectionError as ServerConnectionError
from elastic_transport import ConnectionTimeout, TransportError, Urllib3HttpNode
from urllib3.exceptions import HTTPError

_at_work = threading.local()


class _Deadline:
    """Shuts the connection of one request when its time is over; the read that waits on it then ends at once."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.sock: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        _at_work.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        _at_work.deadline = None
        self.sock = None

    def _end(self) -> None:
        self.is_over = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _SeenConnection:
    """A connection that tells the request at work which socket it uses."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        sent = super().request(*args, **kwargs)
        deadline = getattr(_at_work, "deadline", None)
        if deadline is not None:
            deadline.sock = self.sock
            if deadline.is_over and deadline.sock is not None:
                with contextlib.suppress(OSError):
                    deadline.sock.shutdown(socket.SHUT_RDWR)
        return sent


class _PlainConnection(_SeenConnection, urllib3.connection.HTTPConnection):
    pass


class DeadlineNode(Urllib3HttpNode):
    """A server, asked with a time-out for the whole of each request."""

    def __init__(self, config) -> None:
        super().__init__(config)
        usual = self.pool.ConnectionCls
        secure = issubclass(usual, urllib3.connection.HTTPSConnection)
        self.pool.ConnectionCls = (
            type("_SecureConnection", (_SeenConnection, usual), {}) if secure else _PlainConnection
        )

    def perform_request(self, method, target, body=None, headers=None, request_timeout=None) -> Any:
        """Send one request.

        Raises:
            TransportError: No whole answer within the time, for any reason.
        """
        seconds = request_timeout if isinstance(request_timeout, int | float) else self.config.request_timeout
        with _Deadline(float(seconds or 60)) as deadline:
            try:
                return super().perform_request(method, target, body, headers, seconds)
            except TransportError as error:
                if deadline.is_over:
                    raise ConnectionTimeout("no whole answer within the time", errors=(error,)) from error
                raise
            except (OSError, ValueError, http.client.HTTPException, HTTPError) as error:
                # What the library doesn't turn into its own error, e.g. a connection closed while it was read.
                raise ServerConnectionError(f"{type(error).__name__} while reading the answer") from error
