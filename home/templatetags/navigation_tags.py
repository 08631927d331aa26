"""What stands in the masthead and the footer of every page. Works without a request and without a database."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class NavigationItem:
    """One link; current when the page shown is it, or lies below it."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SiteFacts:
    """What the site says about itself."""

    name: str
    disclaimer: str
    contact_url: str


CONTACT_URL = "/contact/"
MAIN = (
    (_("What works"), "/wat-werkt/"),
    (_("Stories"), "/verhalen/"),
    (_("Pilots"), "/pilots/"),
    (_("Get started"), "/aan-de-slag/"),
    (_("Schools"), "/scholen/"),
)
FOOTER = (
    (_("About"), "/over/"),
    (_("Accessibility"), "/toegankelijkheid/"),
    (_("Privacy"), "/privacy/"),
    (_("Contact"), CONTACT_URL),
)


def _items(context, links) -> list[NavigationItem]:
    request = context.get("request")
    path = request.path if request else ""
    return [NavigationItem(title=str(title), url=url, is_current=path.startswith(url)) for title, url in links]


@register.simple_tag(takes_context=True)
def main_navigation(context) -> list[NavigationItem]:
    """List the links of the masthead."""
    return _items(context, MAIN)


@register.simple_tag(takes_context=True)
def footer_navigation(context) -> list[NavigationItem]:
    """List the links of the footer."""
    return _items(context, FOOTER)


@register.simple_tag
def site_facts() -> SiteFacts:
    """Tell the name, the disclaimer and where to write to."""
    return SiteFacts(name=settings.WAGTAIL_SITE_NAME, disclaimer=settings.PORTAL_DISCLAIMER, contact_url=CONTACT_URL)
