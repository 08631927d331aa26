"""Plain text to safe HTML and back, and what identifies a version. No Django here."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "div", "blockquote"}
_HEADING = re.compile(r"\s*<h2\b[^>]*>.*?</h2>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Version:
    """Which text someone saw: Wagtail's autosave overwrites a revision under the same id, so the hash counts too."""

    revision_id: int
    content_hash: str

    def __str__(self) -> str:
        return f"{self.revision_id}-{self.content_hash}"

    @classmethod
    def parse(cls, text: str) -> "Version":
        """Read what a form sent; nonsense gives a version that equals none."""
        number, _dash, digest = text.partition("-")
        return cls(int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0, digest)


def content_hash(content: Mapping[str, object]) -> str:
    """Give the hash of a revision's content as it was read from the database, in 32 characters."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def tidy(text: str) -> str:
    """Bring a typed text to one form: plain line feeds, no NUL, no spaces at line ends or around the whole."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def to_html(text: str, heading: str = "") -> str:
    """Make rich text of plain text: an empty line starts a paragraph, everything else is escaped.

    Parameters:
        text: As typed.
        heading: HTML of a heading to keep above it, e.g. "<h2>What worked?</h2>".
    """
    parts = [part.strip("\n") for part in re.split(r"\n{2,}", tidy(text)) if part.strip()]
    paragraphs = ["<br/>".join(escape(line, quote=False) for line in part.split("\n")) for part in parts]
    return heading + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def to_text(html: str) -> str:
    """Give the plain text of rich text, with a line between paragraphs; `to_html` of it reads the same."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy(re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)))


def split_heading(html: str) -> tuple[str, str]:
    """Take the heading off the start of a rich text: (its HTML, the rest)."""
    found = _HEADING.match(html)
    return (found.group(0).strip(), html[found.end() :]) if found else ("", html)


def without_sentence(text: str, sentence: str) -> str:
    """Take one sentence out of a text, with the quotation marks around it and the short "(…)" that says whose it is.

    Where nothing else stands in its paragraph, the paragraph goes too; a text without the sentence stays as it is.
    """
    found = re.compile(rf"[“\"]?{re.escape(sentence)}[”\"]?(?: \([^()\n]{{1,30}}\))?[ \t]*")
    if not sentence.strip() or not found.search(text):
        return text
    return tidy(re.sub(r"\n{3,}", "\n\n", found.sub("", text)))


def is_blank_figure(parts: Mapping[str, str]) -> bool:
    """Whether a row of figures was left empty; the tick at the end counts for nothing on its own."""
    return not any(value for name, value in parts.items() if name != "better")


def missing_parts(parts: Mapping[str, str], needed: Sequence[str] = ("name", "unit", "after", "source")) -> list[str]:
    """Give the parts a figure that was begun still needs."""
    return [] if is_blank_figure(parts) else [name for name in needed if not parts.get(name)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
