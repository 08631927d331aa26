"""From the HTML of a text field to plain structures that a document can set."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

_LISTS = {"ul": "bullets", "ol": "numbers"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "div", "blockquote", "section", "article", "figure", "table", "tr", *_LISTS, *_HEADINGS}
_UNREAD = {"script", "style", "template", "iframe", "object"}

Block = dict[str, str | list[str]]


def blocks_of(html: str) -> list[Block]:
    """Give the paragraphs, lists and headings of a piece of HTML, in reading order.

    Parameters:
        html: As stored by the editor; broken HTML is read the way a browser would.

    Returns:
        {"kind": "paragraph" or "heading", "text": …} or {"kind": "bullets" or "numbers", "items": […]}. Text is plain,
        white space is tidied, and the address of a link to another site stands in brackets behind its words. Parts
        without words are left out.
    """
    soup = BeautifulSoup(html, "html.parser")
    for unread in soup.find_all(list(_UNREAD)):
        unread.decompose()
    return list(_blocks(soup))


def _blocks(parent: Tag) -> Iterator[Block]:
    loose: list[str] = []
    for child in parent.children:
        if isinstance(child, Tag) and child.name in _BLOCKS:
            yield from _paragraph(loose)
            loose = []
            yield from _block(child)
        else:
            loose.append(_words(child))
    yield from _paragraph(loose)


def _block(tag: Tag) -> Iterator[Block]:
    if tag.name in _LISTS:
        items = [item for item in (_tidy(_words(row)) for row in tag.find_all("li", recursive=False)) if item]
        if items:
            yield {"kind": _LISTS[tag.name], "items": items}
    elif tag.name in _HEADINGS:
        text = _tidy(_words(tag))
        if text:
            yield {"kind": "heading", "text": text}
    else:
        yield from _blocks(tag)


def _paragraph(parts: list[str]) -> Iterator[Block]:
    text = _tidy("".join(parts))
    if text:
        yield {"kind": "paragraph", "text": text}


def _words(node) -> str:
    if isinstance(node, PreformattedString):  # comments and the like
        return ""
    if isinstance(node, NavigableString):
        return str(node)
    if node.name == "br":
        return " "
    text = "".join(_words(child) for child in node.children)
    if node.name in _BLOCKS or node.name == "li":
        return f" {text} "
    address = node.get("href", "") if node.name == "a" else ""
    if isinstance(address, str) and address.startswith(("http://", "https://")) and address != text:
        return f"{text} ({address})"
    return text


def _tidy(text: str) -> str:
    return " ".join(text.split())
