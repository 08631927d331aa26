"""Reading a page as a browser would."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

HANDLERS = ("onclick", "onload", "onchange", "onsubmit", "onerror", "oninput")


def parsed(html: str) -> Element:
    """Parse a fragment or a page; a broken one raises."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html) if "<html" in html else parser.parseFragment(html)


def elements(html: str, name: str) -> list[Element]:
    """List the elements of one name, in the order of the page."""
    return [found for found in parsed(html).iter() if found.tag == name]


def texts(element: Element) -> str:
    """Give all text in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def forbidden(html: str) -> Iterator[str]:
    """Name what the content policy would refuse: inline styles, handlers, scripts that run."""
    for found in parsed(html).iter():
        if not isinstance(found.tag, str):
            continue
        if "style" in found.attrib or found.tag == "style":
            yield f"style on <{found.tag}>"
        for handler in HANDLERS:
            if handler in found.attrib:
                yield f"{handler} on <{found.tag}>"
        if found.tag == "script" and "src" not in found.attrib and found.get("type") != "application/json":
            yield "inline <script>"
