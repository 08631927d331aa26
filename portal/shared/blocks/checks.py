"""What can be said of a text without reading it: long sentences, poor link texts, dead links. Pure, on plain values.

Nothing here forbids anything: editors read it as advice (PRODUCT, "Editors": content checks).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from html.parser import HTMLParser
from itertools import pairwise

# More words than this and a reader at B1 loses the thread (DOMAIN 15).
LONGEST_SENTENCE = 20
LONGEST_EXCERPT = 120

_SENTENCE_END = re.compile(r"[.!?…][\"”’')]*(?=\s+[A-ZÀ-Ý0-9\"“‘'(])")
_FILE_NAME = re.compile(
    r"\.(avif|gif|heic|jpe?g|png|svg|webp)$|^(img|dsc|dscn|pxl|dcim|p)?[_\-\s]?\d{3,}|^\S*_\S*$", re.I
)
_EMPTY_LINK_TEXTS = frozenset(
    (
        "klik", "klik hier", "hier", "lees meer", "lees verder", "meer", "meer info", "meer informatie", "verder",
        "link", "deze link", "deze pagina", "website", "click here", "here", "read more", "more",
    )
)  # fmt: skip


class Problem(Enum):
    """What may be better in a text."""

    LONG_SENTENCE = "long-sentence"
    ALT_MISSING = "alt-missing"
    ALT_IS_FILE_NAME = "alt-file-name"
    LINK_TEXT = "link-text"
    HEADING_JUMP = "heading-jump"
    DEAD_LINK = "dead-link"


class Target(Enum):
    """What a link of the portal points to."""

    PAGE = "page"
    DOCUMENT = "document"
    ADDRESS = "address"


@dataclass(frozen=True)
class Link:
    """One link; `key` is the id of a page or document, or the address. `text` is None for a chosen page or file."""

    target: Target
    key: str
    text: str | None = None


@dataclass(frozen=True)
class Picture:
    """One picture as it stands in a text."""

    alt: str
    is_decorative: bool = False


@dataclass(frozen=True)
class Part:
    """One part of a page: a field, or a block in it."""

    where: str
    paragraphs: Sequence[str] = ()
    headings: Sequence[tuple[int, str]] = ()
    links: Sequence[Link] = ()
    pictures: Sequence[Picture] = ()
    # The level of the heading above this part, where the part starts anew; None when it goes on from the part before.
    starts_below: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing an editor may want to change, and where it stands."""

    problem: Problem
    where: str
    excerpt: str


def sentences(text: str) -> list[str]:
    """Cut running text into sentences; an abbreviation inside a sentence ("bijv. zo") does not cut it."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(cuts))
    return [part for part in parts if part]


def is_long(sentence: str) -> bool:
    """Say whether a sentence has more words than LONGEST_SENTENCE."""
    return len(sentence.split()) > LONGEST_SENTENCE


def is_file_name(alt: str) -> bool:
    """Say whether a description of a picture looks like the name a camera or a phone gave the file."""
    return bool(_FILE_NAME.search(alt.strip()))


def says_nothing(link_text: str) -> bool:
    """Say whether a link text tells nothing when it is read on its own, as screen readers do."""
    bare = link_text.strip().strip(".,:;!›»→>… ").casefold()
    return not bare or bare in _EMPTY_LINK_TEXTS


def heading_jumps(levels: Sequence[int], *, below: int = 1) -> list[int]:
    """Give the places in a list of heading levels where one skips a level.

    Parameters:
        levels: 2 for h2, in reading order.
        below: The level of the heading above the first one.
    """
    above = [below, *levels]
    return [place for place, level in enumerate(levels) if level > above[place] + 1]


def check_parts(
    parts: Iterable[Part], *, pages: Collection[int], documents: Collection[int], gone: Collection[str] = ()
) -> list[Finding]:
    """Look a text over.

    Parameters:
        parts: The parts in reading order.
        pages: Ids of pages that a reader can open.
        documents: Ids of documents that exist.
        gone: Typed addresses that lead nowhere.

    Returns:
        What was found, in reading order; empty for a text without remarks.
    """
    found: list[Finding] = []
    level = 1
    for part in parts:
        if part.starts_below is not None:
            level = part.starts_below
        long_ones = (text for paragraph in part.paragraphs for text in sentences(paragraph) if is_long(text))
        found += (_finding(Problem.LONG_SENTENCE, part, text) for text in long_ones)
        jumps = heading_jumps([number for number, _text in part.headings], below=level)
        found += (_finding(Problem.HEADING_JUMP, part, part.headings[place][1]) for place in jumps)
        level = part.headings[-1][0] if part.headings else level
        found += (finding for picture in part.pictures for finding in _check_picture(part, picture))
        found += (finding for link in part.links for finding in _check_link(part, link, pages, documents, gone))
    return found


def _finding(problem: Problem, part: Part, text: str) -> Finding:
    short = text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rstrip()}…"
    return Finding(problem=problem, where=part.where, excerpt=short)


def _check_picture(part: Part, picture: Picture) -> Iterable[Finding]:
    if not picture.is_decorative and not picture.alt.strip():
        yield _finding(Problem.ALT_MISSING, part, "")
    elif picture.alt.strip() and is_file_name(picture.alt):
        yield _finding(Problem.ALT_IS_FILE_NAME, part, picture.alt)


def _check_link(
    part: Part, link: Link, pages: Collection[int], documents: Collection[int], gone: Collection[str]
) -> Iterable[Finding]:
    if link.text is not None and says_nothing(link.text):
        yield _finding(Problem.LINK_TEXT, part, link.text)
    known = {Target.PAGE: pages, Target.DOCUMENT: documents}.get(link.target)
    if known is not None and (not link.key.isdecimal() or int(link.key) not in known):
        yield _finding(Problem.DEAD_LINK, part, link.text or "")
    elif link.target is Target.ADDRESS and link.key in gone:
        yield _finding(Problem.DEAD_LINK, part, f"{link.text} ({link.key})" if link.text else link.key)


@dataclass
class _Reading:
    paragraphs: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class _RichTextReader(HTMLParser):
    """Reads rich text as Wagtail stores it: links to pages and documents by linktype and id."""

    _BLOCKS = frozenset(("p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.reading = _Reading()
        self._words: list[str] = []
        self._link: tuple[Target, str] | None = None
        self._link_words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in self._BLOCKS:
            self._close("p")
        elif tag == "br":
            self._words.append(" ")
        elif tag == "a":
            values = dict(attrs)
            kind = {"page": Target.PAGE, "document": Target.DOCUMENT}.get(values.get("linktype"), Target.ADDRESS)
            key = values.get("href") if kind is Target.ADDRESS else values.get("id")
            self._link, self._link_words = (kind, key or ""), []

    def handle_endtag(self, tag):
        if tag in self._BLOCKS:
            self._close(tag)
        elif tag == "a" and self._link:
            target, key = self._link
            self.reading.links.append(Link(target=target, key=key, text=" ".join("".join(self._link_words).split())))
            self._link = None

    def handle_data(self, data):
        self._words.append(data)
        if self._link:
            self._link_words.append(data)

    def close(self):
        super().close()
        self._close("p")

    def _close(self, tag: str) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text and tag[0] == "h" and tag[1:].isdecimal():
            self.reading.headings.append((int(tag[1]), text))
        elif text:
            self.reading.paragraphs.append(text)


def read_rich_text(where: str, html: str, *, starts_below: int | None = None) -> Part:
    """Take a piece of rich text apart.

    Parameters:
        where: What editors call this place.
        html: As Wagtail stores it.
        starts_below: As in Part.
    """
    reader = _RichTextReader()
    reader.feed(html)
    reader.close()
    seen = reader.reading
    return Part(
        where=where,
        paragraphs=tuple(seen.paragraphs),
        headings=tuple(seen.headings),
        links=tuple(seen.links),
        starts_below=starts_below,
    )
