"""What stands in a page's head for sharing, and where a page stands on the site."""

from django import template
from wagtail.models import Page

from home.machines.structured import share_head_of
from portal.shared.pages.addresses import with_addresses

register = template.Library()

# Wagtail's root and the front page stand above every page.
DEPTH_OF_FIRST_LEVEL = 3


@register.inclusion_tag("home/share_head.html", takes_context=True)
def share_head(context, page) -> dict[str, object]:
    """Render Open Graph and JSON-LD of a page, for the block "og"; nothing on what is no page of Wagtail."""
    return {"head": share_head_of(page, context.get("request")) if isinstance(page, Page) else None}


@register.simple_tag
def page_trail(page) -> list[Page]:
    """List the pages above this one, below the front page; no query for a page of the first level."""
    if not page.depth or page.depth <= DEPTH_OF_FIRST_LEVEL:
        return []
    return with_addresses(page.get_ancestors().live().filter(depth__gte=DEPTH_OF_FIRST_LEVEL))
