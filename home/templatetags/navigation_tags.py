"""What stands in the masthead and the footer of every page. Works without a request and without a database."""

from dataclasses import dataclass

from django import template
from django.conf import settings

from home.navigation.reads import site_links
from home.navigation.rules import current_address

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
    contact_email: str


def _items(request, links: tuple[tuple[str, str], ...]) -> list[NavigationItem]:
    current = current_address(request.path, [url for _title, url in links]) if request else None
    return [NavigationItem(title=title, url=url, is_current=url == current) for title, url in links]


@register.simple_tag(takes_context=True)
def main_navigation(context) -> list[NavigationItem]:
    """List the links of the masthead."""
    request = context.get("request")
    return _items(request, site_links(request).main)


@register.simple_tag(takes_context=True)
def footer_navigation(context) -> list[NavigationItem]:
    """List the links of the footer."""
    request = context.get("request")
    return _items(request, site_links(request).footer)


@register.simple_tag(takes_context=True)
def site_facts(context) -> SiteFacts:
    """Tell the name, the disclaimer and where to write to."""
    links = site_links(context.get("request"))
    return SiteFacts(
        name=settings.WAGTAIL_SITE_NAME,
        disclaimer=settings.PORTAL_DISCLAIMER,
        contact_url=links.contact_address,
        contact_email=links.contact_email,
    )
