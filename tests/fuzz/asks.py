"""One hostile question to the site: told in words that hold on any copy of it, and how it is sent."""

import json
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from urllib.parse import quote_plus

from tests.fuzz.files import content
from tests.fuzz.forms import Form
from tests.fuzz.world import World

BOUNDARY = "grens7d1f"
Value = str | list[str] | None


@dataclass(frozen=True)
class Ask:
    """Who asks what, and what differs from what they would be expected to send.

    Parameters:
        given: What stands in the address in place of the route's samples.
        form: Which of the forms of that page is filled in; None: nothing is.
        changes: Fields and their values in place of the plausible ones: one, several, or None for left out.
        query: Pairs, or a raw query string.
        files: Field, name in `files.MAKERS`, file name and type.
        body: Raw, a character per byte; then there are no fields.
        service: The mail service the site listens to.
    """

    who: str
    route: str
    method: str = "GET"
    given: dict[str, str] = field(default_factory=dict)
    form: int | None = None
    changes: list[tuple[str, Value]] = field(default_factory=list)
    query: list[tuple[str, str]] | str = field(default_factory=list)
    files: list[tuple[str, str, str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    type: str = ""
    service: str = ""

    def to_json(self) -> str:
        """Give it as it is kept in the corpus: only what it says."""
        said = {name: value for name, value in asdict(self).items() if value or name in ("who", "route") or value == 0}
        return json.dumps(said, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Ask":
        """Read what `to_json` wrote."""
        said = json.loads(text)
        for name in ("changes", "files"):
            said[name] = [tuple(pair) for pair in said.get(name, [])]
        if isinstance(said.get("query"), list):
            said["query"] = [tuple(pair) for pair in said["query"]]
        return cls(**said)

    def words(self) -> list[str]:
        """Give all that was typed."""
        typed = [
            value for _name, values in self.changes for value in (values if isinstance(values, list) else [values])
        ]
        asked = [self.query] if isinstance(self.query, str) else [value for _name, value in self.query]
        return [word for word in (*typed, *asked, *self.given.values()) if word]

    def smaller(self) -> list["Ask"]:
        """Give the questions that are this one with one thing less."""
        fewer = []
        for name in ("changes", "query", "files"):
            pairs = getattr(self, name)
            if not isinstance(pairs, str):
                fewer += [replace(self, **{name: pairs[:n] + pairs[n + 1 :]}) for n in range(len(pairs))]
        for name in ("headers", "given"):
            kept = getattr(self, name)
            fewer += [replace(self, **{name: {key: kept[key] for key in kept if key != one}}) for one in kept]
        fewer += [replace(self, query=[])] if self.query else []
        return fewer


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _wire(text: str) -> str:
    """Give a header as WSGI hands it on: a character per byte."""
    return _bytes(text).decode("latin-1")


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote_plus(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in pairs)


def _multipart(pairs: list[tuple[str, str]], files: list[tuple[str, str, str, str]]) -> bytes:
    parts = []
    for name, value in pairs:
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (_bytes(name), _bytes(value)))
    for name, made, filename, kind in files:
        head = b'Content-Disposition: form-data; name="%s"; filename="%s"' % (_bytes(name), _bytes(filename))
        parts.append(b"%s\r\nContent-Type: %s\r\n\r\n%s" % (head, _bytes(kind), content(made)))
    return b"".join(b"--%s\r\n%s\r\n" % (BOUNDARY.encode(), part) for part in parts) + b"--%s--\r\n" % BOUNDARY.encode()


def pairs_of(form: Form | None, changes: list[tuple[str, Value]]) -> list[tuple[str, str]]:
    """Give what is sent: the form filled in plausibly, but for the changes."""
    changed = {name for name, _values in changes}
    pairs = [pair for pair in (form.pairs() if form else []) if pair[0] not in changed]
    for name, values in changes:
        pairs += [(name, value) for value in (values if isinstance(values, list) else [values]) if value is not None]
    return pairs


def forms_of(world: World, ask: Ask) -> list[Form]:
    """Give the forms that a question may fill in; what shows a page in advance is sent the form of that page."""
    if ask.form is None:
        return []
    forms = world.forms(ask.who, ask.route.removesuffix("preview/"))
    return [form for form in forms if "title" in form.fields] or forms if _is_page_form(ask.route) else forms


def _is_page_form(route: str) -> bool:
    return route.startswith(("beheer/pages/add/", "beheer/pages/<int:page_id>/edit/"))


def sender(world: World, ask: Ask):
    """Give a function that sends the question; reading the form comes before, as it does for a person."""
    forms = [form for form in forms_of(world, ask) if form.fields]
    form = forms[ask.form % len(forms)] if forms else None
    if ask.body is not None:
        data, kind = ask.body.encode("latin-1", "replace"), ask.type
    elif ask.method == "GET":
        data, kind = b"", ""
    elif ask.files or (form and form.is_multipart):
        data, kind = _multipart(pairs_of(form, ask.changes), ask.files), f"multipart/form-data; boundary={BOUNDARY}"
    else:
        data, kind = _encoded(pairs_of(form, ask.changes)).encode(), "application/x-www-form-urlencoded"
    has_own_address = form and form.action.startswith("/") and not ask.given and not ask.route.endswith("preview/")
    path = form.action if has_own_address else world.path(ask.route, ask.given)
    query = _wire(ask.query) if isinstance(ask.query, str) else _encoded(ask.query)
    headers = {name: _wire(value) for name, value in ask.headers.items()}
    if "HTTP_COOKIE" in headers and ask.who in world.sessions:
        headers["HTTP_COOKIE"] = f"sessionid={world.sessions[ask.who]}; {headers['HTTP_COOKIE']}"
    # The client reads the address's own query when it is given an empty one.
    path, _mark, own_query = path.partition("?")
    more = {"data": data, "content_type": _wire(kind), "QUERY_STRING": query or own_query, **headers}
    return partial(world.ask, ask.who, ask.method, path, **more)
