"""What stands at the head of a page: who looks, as the service worker knows it, and what is shared."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.machines.structured import share_head_of
from network.members.sessions import session_tag

register = template.Library()


@register.inclusion_tag("home/share_head.html", takes_context=True)
def share_head(context, page) -> dict[str, object]:
    """Render Open Graph and JSON-LD of a page, for the block "og"; nothing on what is no page of Wagtail."""
    return {"head": share_head_of(page, context.get("request")) if isinstance(page, Page) else None}


@register.simple_tag(takes_context=True)
def visitor_mark(context) -> str | SafeString:
    """Render whether someone is signed in, as an attribute for the scripts; nothing when the page can't know."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return ""
    return format_html(' data-visitor="{}"', session_tag(request))
