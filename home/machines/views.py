"""What machines read: for search engines, browsers, researchers who find a hole, and whoever watches over us."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as PageOfList
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.machines import offline as without_connection
from home.machines.addresses import absolute
from home.navigation.reads import site_links
from portal.shared.audiences.rules import Viewer
from portal.shared.health.findings import Level
from portal.shared.health.reads import look
from portal.shared.health.registry import Role
from portal.shared.pages.addresses import addresser
from portal.shared.pages.querysets import BasePageQuerySet

PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
PRIVATE_PATHS = ("/beheer/", "/account/", "/mijn/", "/zoeken/", "/suggestie/", "/doe-mee/versturen/", "/taal/")
# RFC 9116 advises less than a year; counted from midnight, so that the text is the same all day.
SECURITY_VALID = timedelta(days=180)
# A list of so many takes as long to make as a page for people; the protocol allows 50,000.
PER_SITEMAP = 1_000
ICON_SIZES = (192, 512)


def public_pages():
    """Give the pages anyone may open, as the sitemap and share pictures need them."""
    return BasePageQuerySet(Page).visible_to(Viewer.anonymous()).filter(depth__gt=1)


@require_safe
def robots(request):
    """Tell robots what to leave alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS), ""]
    lines.append(f"Sitemap: {absolute(reverse('home:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def security(request):
    """Tell who finds a hole where to report it (RFC 9116)."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    expires = (midnight + SECURITY_VALID).astimezone(timezone.get_fixed_timezone(0))
    lines = [
        f"Contact: mailto:{site_links(request).contact_email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {absolute(reverse('home:security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def sitemap(request):
    """List the pages anyone may open; when they are too many for one list, the parts of it."""
    parts = _sitemap_parts()
    if parts.num_pages == 1:
        return _sitemap_of(request, parts.page(1))
    addresses = (absolute(reverse("home:sitemap_part", args=[number])) for number in parts.page_range)
    context = {"sitemaps": [{"location": address} for address in addresses]}
    return render(request, "sitemap_index.xml", context, content_type=XML)


@require_safe
def sitemap_part(request, number: int):
    """List one part of the pages anyone may open."""
    try:
        return _sitemap_of(request, _sitemap_parts().page(number))
    except InvalidPage as error:
        raise Http404 from error


def _sitemap_parts() -> Paginator:
    # A new page comes last, so that the other parts stay as they are.
    rows = public_pages().order_by("pk").values_list("url_path", "last_published_at")
    return Paginator(rows, PER_SITEMAP)


def _sitemap_of(request, part: PageOfList):
    address_at = addresser()
    pages = ((address_at(path), published_at) for path, published_at in part)
    urls = [{"location": absolute(address), "lastmod": published_at} for address, published_at in pages if address]
    if part.number == 1:
        urls.append({"location": absolute(reverse("bridges:index")), "lastmod": None})
    return render(request, "home/sitemap.xml", {"urls": urls}, content_type=XML)


@require_safe
def manifest(request):
    """Let a browser install the portal (DECISIONS 33)."""
    icons = [
        {"src": reverse("home:icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in ICON_SIZES
    ]
    with translation.override("nl"):
        pocket = {"name": gettext("In your pocket"), "url": reverse("pocket:pocket")}
    content = {
        "name": settings.WAGTAIL_SITE_NAME,
        "short_name": settings.WAGTAIL_SITE_NAME,
        "lang": "nl",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#15241e",
        "icons": icons,
        "shortcuts": [pocket],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def offline(request):
    """Show what the browser keeps for when there is no connection."""
    return HttpResponse(without_connection.offline_page())


@require_safe
def service_worker(request):
    """Give the script that keeps that page; at the root of the site, as a worker rules over what stands below it."""
    response = HttpResponse(without_connection.service_worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@never_cache
def alive(request):
    """Say that this process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
@never_cache
def ready(request):
    """Say whether this process can serve visitors, and which parts are behind; nothing else."""
    looked = look(at=timezone.now(), roles=(Role.GROUND, Role.FLOW))
    failing = [one.check.name for one in looked if one.check.role is Role.GROUND and one.level is Level.WRONG]
    if failing:
        return HttpResponse(f"not ready: {', '.join(failing)}\n", content_type=PLAIN, status=503)
    behind = [one.check.name for one in looked if one.level is not Level.FINE]
    return HttpResponse("ready\n" + (f"behind: {', '.join(behind)}\n" if behind else ""), content_type=PLAIN)


@require_safe
@never_cache
def metrics(request):
    """Give the figures of the site to who brings the token of the settings; to all others the page isn't there."""
    wanted = settings.PORTAL_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not wanted or not constant_time_compare(given, wanted):
        raise Http404
    # Slow import, needed by this page only.
    from portal.shared.health.metrics import CONTENT_TYPE, exposition  # noqa: PLC0415

    return HttpResponse(exposition(at=timezone.now()), content_type=CONTENT_TYPE)
