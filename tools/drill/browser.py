"""A small browser: pages, cookies, redirects and forms, as the proxy in front of the portal hands them on."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

MOST_HOPS = 8
# The first page of a process that just started, on a machine that does much else, takes a minute.
LONGEST_SECONDS = 180


@dataclass
class Form:
    """A form of a page, with the values it would send as it is."""

    action: str = ""
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page; of choices the first one stands for all."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self._form)
        elif self._form is not None:
            self._take(tag, given)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        values, name = self._form.values, given.get("name", "")
        kind = given.get("type", "text")
        if tag == "input" and name and kind not in {"submit", "button", "file", "image"}:
            if kind == "radio" and "required" in given:
                values.setdefault(name, given.get("value", "on"))
            if kind not in {"radio", "checkbox"} or "checked" in given:
                values[name] = given.get("value", "on" if kind in {"radio", "checkbox"} else "")
        elif tag == "textarea" and name:
            self._area = name
            values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in values):
            values[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._form.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


@dataclass
class Answer:
    """An answer, and the path that it came from after redirects."""

    status: int
    path: str
    body: bytes
    headers: http.client.HTTPMessage

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Browser:
    """Asks one portal, over one connection. `log` keeps each status with method and path."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    log: list[tuple[int, str, str]] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "") -> Answer:
        """Send one request, without following where it leads."""
        headers = {
            "Host": self.host,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{self.host}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer, content = self._exchange(method, path, body, headers)
        except ConnectionError:
            # A line that was left alone for some seconds is closed; any browser then opens another one.
            answer, content = self._exchange(method, path, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        self.log.append((answer.status, method, path))
        return Answer(answer.status, path, content, answer.headers)

    def _exchange(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_SECONDS)
        try:
            self._line.request(method, path, body or None, headers)
            answer = self._line.getresponse()
            return answer, answer.read()
        except (OSError, http.client.HTTPException):
            self._line.close()
            self._line = None
            raise

    def get(self, path: str) -> Answer:
        """Open a page, and go where it sends us on this site."""
        return self._follow(self.ask("GET", path))

    def submit(self, path: str, values: Mapping[str, str], *, action: str = "") -> Answer:
        """Open a page and send its form that has these fields, filled in; go where that leads.

        Parameters:
            path: Of the page.
            values: What is filled in; the other fields are sent as they are.
            action: Only the form whose own address ends so.

        Raises:
            LookupError: The page has no such form.
        """
        page = self.get(path)
        forms = Forms()
        forms.feed(page.text)
        for form in forms.found:
            target = urljoin(page.path, form.action)
            if form.method == "post" and target.endswith(action) and set(values) <= set(form.values):
                return self._follow(self.ask("POST", target, urlencode(form.values | dict(values))))
        raise LookupError(f"{page.status} {page.path} has no form with {sorted(values)}")

    def _follow(self, answer: Answer) -> Answer:
        for _hop in range(MOST_HOPS):
            if answer.status not in {301, 302, 303, 307, 308}:
                break
            parts = urlsplit(urljoin(answer.path, answer.headers["Location"]))
            if parts.netloc not in {"", self.host}:
                break
            answer = self.ask("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        return answer
