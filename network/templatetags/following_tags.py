"""The button to follow what a page is about."""

from django import template

from network.following.models import Follow

register = template.Library()


@register.inclusion_tag("components/follow_button.html", takes_context=True)
def follow_button(context, kind: str, key: str, title: object) -> dict[str, object]:
    """Offer to follow or to let go; a visitor gets a link, as kept pages hold no forms.

    Parameters:
        kind: Name of the kind in the registry, e.g. "school".
        key: Which one.
        title: How it is named on screen.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    state = "link"
    if user is not None and user.is_authenticated:
        is_followed = Follow.objects.filter(member=user, kind=kind, object_key=key).exists()
        state = "followed" if is_followed else "open"
    return {
        "kind": kind,
        "key": key,
        "title": title,
        "state": state,
        "path": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }
