"""What a page says of itself to search engines and to sites on which its link is shared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from events.agenda.meetup import meetup_of
from events.meetup_pages.models import MeetupPage
from events.meetups.states import OccurrenceState
from home.front.models import HomePage
from home.machines.addresses import absolute
from home.pages.models import BackgroundPage
from stories.texts.models import TextPage

# Longest headline that search engines show in full.
LONGEST_HEADLINE = 110
# As Django's json_script: nothing in the data can end the script element or open a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class ShareHead:
    """The variables of home/share_head.html."""

    kind: str
    title: str
    description: str
    url: str
    image: str
    site_name: str
    data: SafeString


def escaped_json(data: Mapping[str, object]) -> SafeString:
    """Give JSON that can stand inside a script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _organisation() -> dict[str, object]:
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")}


def organisation_data(description: str) -> dict[str, object]:
    """Describe the site as an Organization, for the front page."""
    return {
        "@context": "https://schema.org",
        **_organisation(),
        "description": description,
        "logo": absolute(reverse("home:icon", args=[512])),
    }


def article_data(page: Page, *, description: str, url: str, image: str) -> dict[str, object]:
    """Describe a text as an Article. The portal stands as author: bylines depend on who looks (DECISIONS 15)."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title[:LONGEST_HEADLINE],
        "description": description,
        "inLanguage": "nl",
        "mainEntityOfPage": url,
        "url": url,
        "image": [image],
        "author": _organisation(),
        "publisher": _organisation(),
    }
    if page.first_published_at and page.last_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
        data["dateModified"] = page.last_published_at.isoformat()
    return data


def event_data(page: MeetupPage, *, description: str, url: str, image: str) -> dict[str, object]:
    """Describe a meetup as an Event with its next date (its last one when all are over); never the online address."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title[:LONGEST_HEADLINE],
        "description": description,
        "inLanguage": "nl",
        "url": url,
        "image": [image],
        "organizer": _organisation(),
    }
    gathering = meetup_of(page)
    now = timezone.now()
    date = (
        next((date for date in gathering.dates if date.ends_at > now), gathering.dates[-1])
        if gathering and gathering.dates
        else None
    )
    if gathering is None or date is None:
        return data
    is_cancelled = date.state == OccurrenceState.CANCELLED
    places = []
    if date.has_on_site:
        place = date.place or str(gathering.institution or "")
        places.append({"@type": "Place", "name": place, "address": ", ".join(filter(None, (date.address, date.city)))})
    if date.has_online:
        places.append({"@type": "VirtualLocation", "url": url})
    ways = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    return data | {
        "startDate": timezone.localtime(date.starts_at).isoformat(),
        "endDate": timezone.localtime(date.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{ways[date.has_on_site, date.has_online]}EventAttendanceMode",
        "location": places,
    }


def share_head_of(page: Page, request: HttpRequest | None) -> ShareHead:
    """Give everything a page's head says for sharing.

    Parameters:
        page: Of any type, in its specific class.
        request: For the address without another look-up; None outside a request.
    """
    url = absolute(page.get_url(request) or "/")
    image = absolute(reverse("home:share_picture", args=[page.pk or 0]))
    description = page.search_description or getattr(page, "lead", "")
    kind, data = "website", {"@context": "https://schema.org", "@type": "WebPage", "name": page.title, "url": url}
    if isinstance(page, HomePage):
        data = organisation_data(description)
    elif isinstance(page, (TextPage, BackgroundPage)):
        kind, data = "article", article_data(page, description=description, url=url, image=image)
    elif isinstance(page, MeetupPage):
        data = event_data(page, description=description, url=url, image=image)
    return ShareHead(
        kind=kind,
        title=page.seo_title or page.title,
        description=description,
        url=url,
        image=image,
        site_name=settings.WAGTAIL_SITE_NAME,
        data=escaped_json(data),
    )
