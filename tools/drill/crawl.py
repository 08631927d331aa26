"""Walking a site along its links, as a visitor and as people who are signed in."""

import re
from collections import deque
from collections.abc import Iterable

from tools.drill.browser import Answer, Browser

LINK = re.compile(r'href="(/[^"#]*)')
# Files, what ends a session, what Wagtail does by a GET, and what its script first adds the ticked rows to.
LEFT_OUT = re.compile(
    r"^/(static|media|account|taal|beheer/logout|beheer/bulk)/|\.(ics|png|pdf|csv|xlsx|atom)($|\?)|//"
)
SHAPE = re.compile(r"[0-9]+|=[^&]*|[0-9a-z]{14,}")


def sitemap(browser: Browser) -> list[str]:
    """Give the paths of every page that the map of the site names, in one list or in parts."""
    found = _named(browser, "/sitemap.xml")
    parts = [path for path in found if path.endswith(".xml")]
    pages = [page for part in parts for page in _named(browser, part)] if parts else found
    return [path or "/" for path in pages]


def _named(browser: Browser, path: str) -> list[str]:
    return re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", browser.get(path).text)


def walk(browser: Browser, starts: Iterable[str], most: int) -> list[Answer]:
    """Open pages and what they link to, breadth first, and of addresses that differ in numbers and keys only four.

    Parameters:
        browser: Of whoever walks.
        starts: Opened all.
        most: How many are opened in all, at most.
    """
    starts = list(dict.fromkeys(starts))
    waiting, known, alike, answers = deque(starts), set(starts), {}, []
    while waiting and len(answers) < most:
        answer = browser.get(waiting.popleft())
        answers.append(answer)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for path in LINK.findall(answer.text):
            path, shape = path.replace("&amp;", "&"), SHAPE.sub("#", path)
            if path in known or LEFT_OUT.search(path) or alike.get(shape, 0) > 3:
                continue
            known.add(path)
            alike[shape] = alike.get(shape, 0) + 1
            waiting.append(path)
    return answers


def bad(answers: Iterable[Answer]) -> list[str]:
    """Give those that are no page: faults, and what is not there."""
    return [f"{answer.status} {answer.path}" for answer in answers if answer.status >= 400]
