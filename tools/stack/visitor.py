"""Someone at a browser, as far as the exercise needs: cookies, forms, and a certificate that is looked at."""

import http.client
import re
import socket
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

NO_ANSWER = 0
# Django takes any cookie of this form as the secret of its forms, and the same text as their token.
TOKEN = "t" * 32
SESSION_COOKIE, CSRF_COOKIE = "__Host-sessie", "__Host-csrf"


@dataclass(frozen=True)
class Site:
    """Where the site is: its name, the port on this machine, and the certificate of the authority behind it."""

    host: str
    port: int
    authority: str

    def connect(self, seconds: float = 60) -> http.client.HTTPConnection:
        """Give a connection by the site's name to this machine; the certificate is checked."""
        context = ssl.create_default_context(cadata=self.authority)
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=seconds, context=context)
        connection._create_connection = lambda address, *rest, **named: socket.create_connection(
            ("127.0.0.1", address[1]), *rest, **named
        )
        return connection


@dataclass
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Visitor:
    """Keeps cookies; `session` signs someone in who has a session already."""

    def __init__(self, site: Site, session: str = "") -> None:
        self.site = site
        self.cookies = {CSRF_COOKIE: TOKEN} | ({SESSION_COOKIE: session} if session else {})

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page; no redirect is followed."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, **values: str) -> Answer:
        """Send a form."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{self.site.host}",
        }
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **values}), headers)

    def post_announced(self, path: str, *, size: int) -> Answer:
        """Say that so many bytes follow, send the first of them, and listen, as a browser does while it sends.

        Caddy (Go) reads so many before it answers, though it knows already that it will refuse.
        """
        connection = self.site.connect()
        try:
            connection.putrequest("POST", path)
            connection.putheader("Content-Length", str(size))
            connection.endheaders(b"x" * (256 * 1024 + 1))
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER)
        finally:
            connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = self.site.connect()
        try:
            sent = {"Host": self.site.host, "Cookie": cookies, **headers}
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
            given = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER)
        finally:
            connection.close()
        for each in given:
            for name, morsel in SimpleCookie(each).items():
                if name != CSRF_COOKIE:
                    self.cookies[name] = morsel.value
        return answer


def field_value(html: str, name: str) -> str:
    """Give the value of the first input whose id or name is this; empty without one."""
    found = re.search(rf'<input[^>]*(?:id|name)="{name}"[^>]*>', html)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""
