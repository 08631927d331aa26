"""What the forms of a page ask, read from its HTML, and a plausible answer to each of their questions."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

from django.utils import timezone

# Sent by a press of the button only.
PRESSED = {"submit", "button", "reset", "image"}
DAY_AHEAD = 40
PLAUSIBLE = {
    "email": "bo@elders.example",
    "url": "https://example.org/",
    "tel": "0612345678",
    "number": "1",
    "time": "10:00",
    "password": "bruggen-demo",
    "hidden": "",
}


@dataclass
class Field:
    """One question of a form: all that a browser sends under one name."""

    name: str
    type: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that posts: where to, and its questions by name."""

    action: str = ""
    is_multipart: bool = False
    fields: dict[str, Field] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str]]:
        """Give what a browser would send if someone filled the form in plausibly; files aside."""
        return [
            (each.name, value)
            for each in self.fields.values()
            if each.type not in PRESSED and each.type != "file"
            for value in plausible(each)
        ]

    @property
    def files(self) -> list[str]:
        return [each.name for each in self.fields.values() if each.type == "file"]


def plausible(asked: Field) -> list[str]:
    """Give what stands there already, or else a first choice or a fitting word."""
    if asked.values and any(asked.values):
        return asked.values
    choices = [option for option in asked.options if option]
    if asked.type in ("radio", "select"):
        return choices[:1] or [""]
    if asked.type == "checkbox":
        return []
    if asked.type == "date":
        return [(timezone.localdate() + timedelta(days=DAY_AHEAD)).isoformat()]
    if asked.type == "datetime-local":
        return [f"{timezone.localdate() + timedelta(days=DAY_AHEAD)}T10:00"]
    return [PLAUSIBLE.get(asked.type, "Een paar woorden")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            is_post = (given.get("method") or "get").lower() == "post"
            self.form = Form(given.get("action") or "", given.get("enctype") == "multipart/form-data")
            if is_post:
                self.forms.append(self.form)
        elif self.form is not None and tag in ("input", "button"):
            self._input(given, given.get("type") or ("submit" if tag == "button" else "text"))
        elif self.form is not None and tag == "select" and given.get("name"):
            self.select = self._field(given["name"], "select")
        elif tag == "option" and self.select is not None:
            self.select.options.append(given.get("value") or "")
            if "selected" in given:
                self.select.values.append(given.get("value") or "")
        elif self.form is not None and tag == "textarea" and given.get("name"):
            self.area = self._field(given["name"], "textarea")
            self.area.values.append("")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area is not None:
            self.area.values[-1] += data

    def _field(self, name: str, kind: str) -> Field:
        return self.form.fields.setdefault(name, Field(name, kind))

    def _input(self, given: dict[str, str | None], kind: str) -> None:
        name = given.get("name")
        if not name or name == "csrfmiddlewaretoken":
            return
        asked, value = self._field(name, kind), given.get("value")
        if kind in ("radio", "checkbox"):
            asked.options.append(value or "on")
            if "checked" in given:
                asked.values.append(value or "on")
        else:
            asked.options += [value or ""] if kind in PRESSED else []
            asked.values.append(value or "")


def read_forms(html: str) -> list[Form]:
    """Give the forms of a page that post, in the order in which they stand."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
