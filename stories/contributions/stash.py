"""What someone typed while the session had ended, by text and step (portal.shared.typed)."""

from django.http import HttpRequest, QueryDict

from portal.shared import typed
from stories.contributions.models import Contribution

_NAME = "contribution_typed"


def keep_typed(request: HttpRequest, *, key: str, step: str) -> bool:
    """Keep the fields of a form that came too late; say whether there was room, and a text to keep them for."""
    if not Contribution.objects.filter(key=key).exists():
        return False
    return typed.keep_typed(request, name=_NAME, where={"key": key, "step": step})


def typed_before(request: HttpRequest, *, key: str, step: str) -> QueryDict | None:
    """Give what was kept for this step of this text, if anything."""
    return typed.typed_before(request, name=_NAME, where={"key": key, "step": step})


def forget_typed(request: HttpRequest) -> None:
    """Let go of it: it was saved."""
    typed.forget_typed(request, name=_NAME)
