"""Reads menu, footer and contact address: one query per version of the site, and none without a request."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.navigation.models import SiteNavigation
from portal.shared.caching.versions import remembered

logger = logging.getLogger("portal.navigation")

MAIN = (
    (_("What works"), "/wat-werkt/"),
    (_("Stories"), "/verhalen/"),
    (_("Pilots"), "/pilots/"),
    (_("Get started"), "/aan-de-slag/"),
    (_("Agenda"), "/agenda/"),
    (_("Joint actions"), "/samen/"),
    (_("Exchanges"), "/uitwisseling/"),
    (_("Questions"), "/vragen/"),
    (_("Network"), "/netwerk/"),
    (_("Take part"), "/doe-mee/"),
)
FOOTER = (
    (_("Schools"), "/scholen/"),
    (_("Bridges"), "/bruggen/"),
    (_("About"), "/over/"),
    (_("Accessibility"), "/toegankelijkheid/"),
    (_("Privacy"), "/privacy/"),
    (_("Contact"), "/contact/"),
)


@dataclass(frozen=True)
class SiteLinks:
    """What editors set, or else the portal's own: (title, address) pairs, in order."""

    main: tuple[tuple[str, str], ...]
    footer: tuple[tuple[str, str], ...]
    contact_email: str
    contact_address: str


def _own_links() -> SiteLinks:
    return SiteLinks(
        main=tuple((str(title), address) for title, address in MAIN),
        footer=tuple((str(title), address) for title, address in FOOTER),
        contact_email=settings.PORTAL_CONTACT_EMAIL,
        contact_address="/contact/",
    )


def _pairs(stream) -> tuple[tuple[str, str], ...]:
    return tuple((block.value["title"], block.value["address"]) for block in stream)


def _read() -> SiteLinks:
    own = _own_links()
    # first() and not load(), which would make the row on a GET.
    row = SiteNavigation.objects.first()
    if row is None:
        return own
    return SiteLinks(
        main=_pairs(row.main) or own.main,
        footer=_pairs(row.footer) or own.footer,
        contact_email=row.contact_email or own.contact_email,
        contact_address=row.contact_address or own.contact_address,
    )


def site_links(request: HttpRequest | None) -> SiteLinks:
    """Give the links of the site.

    Error pages ask too: without a request there is no query, and without a database the portal's own links stand in.
    """
    if request is None:
        return _own_links()
    known = getattr(request, "portal_site_links", None)
    if known is None:
        try:
            known = remembered(("site-links", get_language()), _read)
        except DatabaseError:
            logger.warning("menu not read, the portal's own links stand in", exc_info=True)
            known = _own_links()
        request.portal_site_links = known
    return known
