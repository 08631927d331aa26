"""Counts the instructions of one request per page: the gate that holds on a busy machine too (they repeat within 3 %).

instructions.py      the demo in a scratch folder; exits 1 when a page takes more than its budget and 5 %

It needs valgrind; without it the count is left out, and it says so. Each page is asked for in the process itself,
without a server, warm and not from the kept pages; "after a change" is the first request after someone saved anything.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from counting import ALLOWANCE, ROOT, ask, begin, count, counts, end, is_possible

WARM_UP, COUNTED = 4, 3
ARTICLE = "/verhalen/van-knoppenhulp-naar-een-gesprek-over-de-les/"


@dataclass(frozen=True)
class Page:
    """One page to count; without a budget it is only told."""

    name: str
    path: str
    budget: float | None
    is_after_a_change: bool = False
    is_signed_in: bool = False


PAGES = (
    Page("article", ARTICLE, 60),
    Page("list with filters", "/verhalen/", 85),
    Page("home", "/", 95),
    # These two in the proportion of the ratios: 45 × and 60 × control, where 35 × is 60 M.
    Page("search, demo content", "/zoeken/?q=coach", 77),
    Page("own page, member", "/mijn/", 103, is_signed_in=True),
    Page("article, member", ARTICLE, None, is_signed_in=True),
    Page("list with filters, member", "/verhalen/", None, is_signed_in=True),
    Page("home, member", "/", None, is_signed_in=True),
    Page("article, first after a change", ARTICLE, None, is_after_a_change=True),
    Page("list with filters, first after a change", "/verhalen/", None, is_after_a_change=True),
    Page("home, first after a change", "/", None, is_after_a_change=True),
)


def _cookies_of_a_member() -> str:
    """Sign a member of the demo in; give the cookies of that session."""
    from django.test import Client  # noqa: PLC0415 app ready

    from network.models import Member  # noqa: PLC0415 app ready

    client = Client()
    client.force_login(Member.objects.members().filter(is_superuser=False, groups=None).earliest("pk"))
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def count_inside() -> None:
    """Run under callgrind: warm each page, then count a few requests and have the count dumped under its name."""
    sys.path.insert(0, str(ROOT))
    # The settings stand in the environment, and Django reads them at this import.
    from portal.wsgi import application  # noqa: PLC0415, I001 app ready
    from django.utils import timezone  # noqa: PLC0415
    from portal.shared.caching.versions import renew  # noqa: PLC0415 app ready
    from search.related.actions import relate_changed  # noqa: PLC0415 app ready

    # What the clock does within a minute after the demo is loaded.
    relate_changed(at=timezone.now(), most=1000, seconds=600)
    member = _cookies_of_a_member()
    for number, page in enumerate(PAGES):
        # With a header that kept pages are never given to.
        headers = {"HTTP_AUTHORIZATION": "uncached", "HTTP_COOKIE": member if page.is_signed_in else ""}
        for _request in range(WARM_UP):
            ask(application, page.path, headers)
        begin()
        for _request in range(COUNTED):
            if page.is_after_a_change:
                renew()
            count(f"page {number}", lambda path=page.path, headers=headers: ask(application, path, headers))
        end()


def main() -> int:
    """Count, print the table, and say whether every page is within its budget."""
    if not is_possible():
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, PORTAL_VAR_DIR=scratch, DJANGO_SETTINGS_MODULE="portal.settings.development")
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        dumped = counts([__file__, "--inside"], environment)
        found = {page: dumped[f"page {number}"] for number, page in enumerate(PAGES)}
    print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, millions of instructions per request\n")
    print("| page | instructions | budget | verdict |\n|---|---|---|---|")
    too_much = False
    for page in PAGES:
        budget = page.budget or float("inf")
        verdict = "–" if not page.budget else "ok" if found[page] <= budget else "TOO MUCH"
        too_much |= found[page] > budget * ALLOWANCE
        print(f"| {page.name} | {found[page]:.1f} M | {f'{budget:g} M' if page.budget else '–'} | {verdict} |")
    return int(too_much)


if __name__ == "__main__":
    if "--inside" in sys.argv:
        count_inside()
    else:
        sys.exit(main())
