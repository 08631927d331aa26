"""What someone typed while the session had ended, kept in the new, still anonymous session until it can be saved.

It is bound to the browser: whoever signs in there next sees it only in a text of their own.
"""

from django.http import HttpRequest, QueryDict

from stories.contributions.models import Contribution

_NAME = "contribution_typed"
# A session row is no place for more; the browser keeps its own copy beside this (contribute.js).
_LONGEST = 200_000


def keep_typed(request: HttpRequest, *, key: str, step: str) -> bool:
    """Keep the fields of a form that came too late; say whether there was room, and a text to keep them for."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if int(length) > _LONGEST or not Contribution.objects.filter(key=key).exists():
        return False
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    request.session[_NAME] = {"key": key, "step": step, "fields": fields}
    return True


def typed_before(request: HttpRequest, *, key: str, step: str) -> QueryDict | None:
    """Give what was kept for this step of this text, if anything."""
    kept = request.session.get(_NAME)
    if not kept or kept["key"] != key or kept["step"] != step:
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        fields.setlist(name, values)
    return fields


def forget_typed(request: HttpRequest) -> None:
    """Let go of it: it was saved."""
    request.session.pop(_NAME, None)
