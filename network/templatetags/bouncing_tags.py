"""The notice that mail to the one who is signed in comes back."""

from django import template

from network.bouncing.reads import bounce_of

register = template.Library()


@register.inclusion_tag("network/bouncing/notice.html", takes_context=True)
def bounce_notice(context) -> dict[str, object]:
    """Tell who is signed in that our mail comes back, and where to do something about it; else nothing."""
    user = getattr(context.get("request"), "user", None)
    return {"bounce": bounce_of(user) if user is not None and user.is_authenticated else None}
