"""What stands in a page's head for sharing."""

from django import template
from wagtail.models import Page

from home.machines.structured import share_head_of

register = template.Library()


@register.inclusion_tag("home/share_head.html", takes_context=True)
def share_head(context, page) -> dict[str, object]:
    """Render Open Graph and JSON-LD of a page, for the block "og"; nothing on what is no page of Wagtail."""
    return {"head": share_head_of(page, context.get("request")) if isinstance(page, Page) else None}
