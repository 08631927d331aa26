"""What components cannot say in a template: the addresses and numbers of a pager, the pages of a breadcrumb."""

import re
from urllib.parse import parse_qsl, urlencode

from django import template
from django.core.paginator import Page, Paginator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page as WagtailPage

from portal.shared.caching.versions import remembered
from portal.shared.media.pictures import picture_of
from portal.shared.pages.addresses import with_addresses

register = template.Library()

# Wagtail's root and the front page stand above every page.
DEPTH_OF_FIRST_LEVEL = 3
# "i-coach", "e-mail": browsers break a line after the hyphen, which leaves one letter behind.
_ONE_LETTER_FIRST = re.compile(r"(\b[a-zA-Z]-\w+)")


@register.simple_tag
def page_query(base_query: str | None, parameter: str, number: int) -> str:
    """Give the query string of one page of a list; the first page has no number, so that it has one address only."""
    pairs = [(key, value) for key, value in parse_qsl((base_query or "").lstrip("?")) if key != parameter]
    if number > 1:
        pairs.append((parameter, str(number)))
    return f"?{urlencode(pairs)}"


@register.filter
def whole_words(title: str) -> SafeString:
    """Keep a word like "i-coach" on one line of a heading; the text stays as it is for who copies or searches it."""
    parts = enumerate(_ONE_LETTER_FIRST.split(title))
    kept = ((format_html('<span class="nowrap">{}</span>', part) if place % 2 else part,) for place, part in parts)
    return format_html_join("", "{}", kept)


@register.filter
def elided_pages(page: Page) -> list[int | None]:
    """List the page numbers to show around this page; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if number == Paginator.ELLIPSIS else number for number in numbers]


@register.simple_tag
def page_trail(page: WagtailPage) -> list[WagtailPage]:
    """List the pages above this one, below the front page, for the breadcrumb; none for a page nobody saved yet."""
    if not page.depth or page.depth <= DEPTH_OF_FIRST_LEVEL:
        return []
    above = page.get_ancestors().live().filter(depth__gte=DEPTH_OF_FIRST_LEVEL)
    return remembered(("trail", page.path[: -page.steplen]), lambda: with_addresses(above))


@register.simple_tag
def lead_picture(page) -> SafeString | str:
    """Give the picture at the top of a text or a meetup, with its description."""
    return picture_of(page.picture, alt=page.picture_alt, spec="fill-1280x640|format-webp", is_lazy=False)
