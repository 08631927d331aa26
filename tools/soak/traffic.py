"""What visitors, members, calendars and an editor ask for, at a steady pace."""

import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

WORDS = ("coach", "toets", "digitale vaardigheden", "docent", "video", "ai", "intervisie", "lindenwaard", "knopen")


class _Form(HTMLParser):
    """Reads the fields of the first form that posts, with what stands in them; of choices, the first."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select, self._is_in = "", False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._is_in = (given.get("method") or "").lower() == "post" and not self.fields
        name = given.get("name") or ""
        if not self._is_in or not (name or tag == "option"):
            return
        if tag == "input" and given.get("type") not in {"checkbox", "submit"}:
            self.fields.setdefault(name, given.get("value") or "")
        elif tag == "textarea":
            self.fields.setdefault(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and given.get("value"):
            self.fields.setdefault(self._select, given["value"])

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._is_in = False


@dataclass
class Traffic:
    """Asks for pages until told to stop, and counts the answers.

    Attributes:
        port: Of the site on 127.0.0.1.
        cast: What `cast.py` printed.
        rate: Requests in a second, all hands together; 0 for as fast as they can.
        seed: Of the choices.
    """

    port: int
    cast: dict
    rate: float
    seed: int
    answers: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    is_stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._next, self._lock = time.monotonic(), threading.Lock()
        # One hand for each form and member, so that two never sign the same person up at once.
        self._members = list(self.cast["members"])
        self._editing = threading.Lock()

    def run(self, seconds: float, *, hands: int = 4) -> None:
        """Ask for so many seconds, with so many hands side by side."""
        threads = [threading.Thread(target=self._hand, args=(self.seed + number,)) for number in range(hands)]
        for thread in threads:
            thread.start()
        self.is_stopping.wait(seconds)
        self.is_stopping.set()
        for thread in threads:
            thread.join()

    def _hand(self, seed: int) -> None:
        dice = random.Random(seed)
        acts = (
            (self._read, 45),
            (self._search, 12),
            (self._read_as_member, 18),
            (self._sign_up_and_withdraw, 4),
            (self._fetch_feed, 12),
            (self._publish, 1),
        )
        while not self.is_stopping.is_set():
            (act,) = dice.choices([act for act, _weight in acts], [weight for _act, weight in acts])
            act(dice)
            self.done[act.__name__.strip("_")] += 1

    def _wait_for_turn(self) -> None:
        if not self.rate:
            return
        with self._lock:
            now = time.monotonic()
            self._next = max(self._next, now - 1) + 1 / self.rate
            wait = self._next - now
        if wait > 0:
            self.is_stopping.wait(wait)

    def ask(self, method: str, path: str, *, cookies: str = "", fields: dict | None = None) -> tuple[int, str, str]:
        """Ask once; give the status, the text, and where it leads."""
        self._wait_for_turn()
        headers = {"Cookie": cookies} if cookies else {}
        if method == "POST":
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            text, status, leads = (
                answer.read().decode(errors="replace"),
                answer.status,
                answer.headers.get("Location", ""),
            )
        except OSError as error:
            text, status, leads = "", 599, ""
            self.failures.append(f"{method} {path}: {error}")
        finally:
            connection.close()
        self.seconds.append(time.perf_counter() - started)
        self.answers[status] += 1
        if status >= 500 and status != 599:
            self.failures.append(f"{method} {path}: {status}")
        return status, text, urlsplit(leads).path

    def _send_form(self, path: str, cookies: str, **more: str) -> tuple[int, str]:
        """Open a form, fill in nothing but what it offers, and send it; give the status and where it leads."""
        status, page, leads = self.ask("GET", path, cookies=cookies)
        fields = _Form(page).fields if status == 200 else {}
        token = fields.get("csrfmiddlewaretoken", "")
        if not token:
            return status, leads
        # The token in the form is the cookie's own, masked; without a cookie yet, the token itself does as one.
        if "csrftoken" not in cookies:
            cookies = f"{cookies}; csrftoken={token}"
        status, _page, leads = self.ask("POST", path, cookies=cookies, fields={**fields, **more})
        return status, leads

    def _read(self, dice: random.Random) -> None:
        self.ask("GET", dice.choice([*self.cast["pages"], *self.cast["stories"]]))

    def _search(self, dice: random.Random) -> None:
        # A number makes each question a new one, as people's questions are.
        word = dice.choice(WORDS) + (f" {dice.randrange(10_000)}" if dice.random() < 0.5 else "")
        self.ask("GET", "/zoeken/?" + urlencode({"q": word}))

    def _read_as_member(self, dice: random.Random) -> None:
        self.ask("GET", dice.choice(self.cast["pages_of_members"]), cookies=dice.choice(self.cast["members"]))

    def _fetch_feed(self, dice: random.Random) -> None:
        self.ask("GET", dice.choice([*self.cast["feeds"], "/agenda/feed.ics"]))

    def _sign_up_and_withdraw(self, dice: random.Random) -> None:
        try:
            with self._lock:
                cookies = self._members.pop(dice.randrange(len(self._members)))
        except (IndexError, ValueError):
            return
        try:
            _status, leads = self._send_form(dice.choice(self.cast["forms"]), cookies)
            if leads.startswith("/mijn/aanmeldingen/"):
                self.done["signed up"] += 1
                status, _leads = self._send_form(f"{leads}afmelden/", cookies)
                self.done["withdrew"] += status == 302
        finally:
            self._members.append(cookies)

    def _publish(self, dice: random.Random) -> None:
        """Take a story down and publish it again, as an editor does with the list of pages."""
        with self._editing:
            for act in ("unpublish", "publish"):
                path = f"{self.cast['admin']}bulk/wagtailcore/page/{act}/?id={self.cast['published']}"
                status, _leads = self._send_form(path, self.cast["editor"])
                self.done[act] += status == 302
