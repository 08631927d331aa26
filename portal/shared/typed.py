"""What someone typed while the session had ended, kept in the new, still anonymous session until it can be saved.

It is bound to the browser: whoever signs in there next sees it only on a page of their own.
"""

from django.http import HttpRequest, QueryDict

# A session row is no place for more; the browser keeps its own copy beside this (contribute.js).
_LONGEST = 200_000


def keep_typed(request: HttpRequest, *, name: str, where: dict[str, str]) -> bool:
    """Keep the fields of a form that came too late; say whether there was room.

    Parameters:
        request: The POST.
        name: Of the kind of form, in the session.
        where: Which form of that kind, e.g. the keys in its address.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if int(length) > _LONGEST:
        return False
    fields = {field: values for field, values in request.POST.lists() if field != "csrfmiddlewaretoken"}
    request.session[name] = {**where, "fields": fields}
    return True


def typed_before(request: HttpRequest, *, name: str, where: dict[str, str]) -> QueryDict | None:
    """Give what was kept for this form, if anything."""
    kept = request.session.get(name)
    if not kept or any(kept[part] != value for part, value in where.items()):
        return None
    fields = QueryDict(mutable=True)
    for field, values in kept["fields"].items():
        fields.setlist(field, values)
    return fields


def forget_typed(request: HttpRequest, *, name: str) -> None:
    """Let go of it: it was saved."""
    request.session.pop(name, None)
