"""Which addresses of our own site, as editors typed them, lead nowhere."""

from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from network.models import Institution, InstitutionName
from portal.shared.pages.addresses import root_paths

# A redirect may lead to another one; a longer chain is a mistake in itself.
LONGEST_CHAIN = 3
FILES = (settings.STATIC_URL, settings.MEDIA_URL)


def own_path(address: str, *, page_url: str = "/") -> str | None:
    """Give the path on this site that a typed address leads to, or None when it leads elsewhere.

    Parameters:
        address: As typed: "/verhalen/weg/", "weg/", "https://www.voorbeeld.nl/", "#kop", "mailto:…".
        page_url: Address of the page on which it stands; a relative address starts there.
    """
    try:
        target = urlsplit(urljoin(page_url, address.strip()))
    except ValueError:
        return None
    hosts = {urlsplit(root.root_url).netloc for root in root_paths()}
    hosts.add(urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc)
    if target.scheme not in ("", "http", "https") or (target.netloc and target.netloc not in hosts):
        return None
    return unquote(target.path) or "/"


def dead_paths(paths: Iterable[str]) -> set[str]:
    """Give which of these paths lead nowhere, in a number of queries that doesn't depend on how many there are.

    An address that needs an argument of which this site can't know whether it exists counts as alive.

    Parameters:
        paths: Paths on this site, from `own_path`.
    """
    wanted = set(paths)
    unknown, follows = wanted - _alive(wanted), {path: path for path in wanted}
    for _step in range(LONGEST_CHAIN):
        targets = _redirects({follows[path] for path in unknown})
        moved = {path: targets[follows[path]] for path in unknown if follows[path] in targets}
        if not moved:
            break
        # None is another site: there is nothing to look up.
        alive = {None} | _alive({target for target in moved.values() if target})
        unknown -= {path for path, target in moved.items() if target in alive}
        follows |= {path: target for path, target in moved.items() if path in unknown}
    return unknown


def _alive(paths: set[str]) -> set[str]:
    """Give the paths where something stands: a page, a file, or a view of ours."""
    if not paths:
        return set()
    live = _pages(paths)
    routed = {path: _route(path) for path in paths - live}
    schools = _schools({slug for name, slug in routed.values() if name == "institutions:detail"})
    documents = _documents({number for name, number in routed.values() if name == "wagtaildocs_serve"})
    known = {"institutions:detail": schools, "wagtaildocs_serve": documents}
    return live | {path for path, (name, key) in routed.items() if name and key in known.get(name, {key})}


def _pages(paths: set[str]) -> set[str]:
    roots = [root.root_path.rstrip("/") for root in root_paths()]
    wanted = {path: {f"{root}{_slashed(path)}" for root in roots} for path in paths}
    asked = set().union(*wanted.values())
    found = set(Page.objects.live().filter(url_path__in=asked).values_list("url_path", flat=True))
    return {path for path, addresses in wanted.items() if addresses & found}


def _slashed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _route(path: str) -> tuple[str, str]:
    """Give the name of the view at a path and its first argument; two empty texts where only pages are looked for."""
    if path.startswith(FILES):
        return "file", ""
    for each in dict.fromkeys((path, _slashed(path))):
        try:
            match = resolve(each)
        except Resolver404:
            continue
        if match.url_name != "wagtail_serve":
            return match.view_name, str(next(iter((*match.kwargs.values(), *match.args)), ""))
    return "", ""


def _schools(slugs: set[str]) -> set[str]:
    if not slugs:
        return set()
    today = Institution.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*today, *InstitutionName.objects.filter(slug__in=slugs).values_list("slug", flat=True)}


def _documents(numbers: set[str]) -> set[str]:
    ids = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
    if not ids:
        return set()
    return {str(pk) for pk in get_document_model().objects.filter(pk__in=ids).values_list("pk", flat=True)}


def _redirects(paths: set[str]) -> dict[str, str | None]:
    """Give where the paths that editors or a changed slug redirect lead; a page that is offline leads nowhere."""
    if not paths:
        return {}
    wanted = {path: Redirect.normalise_path(path) for path in paths}
    roots = [root.root_path for root in root_paths()]
    found: dict[str, str | None] = {}
    for row in Redirect.objects.filter(old_path__in=set(wanted.values())).select_related("redirect_page"):
        if row.redirect_page is None:
            found[row.old_path] = own_path(row.redirect_link)
        elif row.redirect_page.live:
            start = next((root for root in roots if row.redirect_page.url_path.startswith(root)), "")
            found[row.old_path] = row.redirect_page.url_path.removeprefix(start.rstrip("/")) or "/"
    return {path: found[old] for path, old in wanted.items() if old in found}
