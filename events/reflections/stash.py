"""What someone typed while the session had ended, by exchange and form (portal.shared.typed)."""

from django.http import HttpRequest, QueryDict

from events.placements.models import Placement
from portal.shared import typed

_NAME = "reflection_typed"


def keep_typed(request: HttpRequest, *, key: str, form: str) -> bool:
    """Keep the fields of a form that came too late; say whether there was room, and an exchange to keep them for."""
    if not Placement.objects.filter(key=key).exists():
        return False
    return typed.keep_typed(request, name=_NAME, where={"key": key, "form": form})


def typed_before(request: HttpRequest, *, key: str, form: str) -> QueryDict | None:
    """Give what was kept for this form of this exchange, if anything."""
    return typed.typed_before(request, name=_NAME, where={"key": key, "form": form})


def forget_typed(request: HttpRequest) -> None:
    """Let go of it: it was saved."""
    typed.forget_typed(request, name=_NAME)
