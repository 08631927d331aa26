"""Fills the page on which anyone writes to the editors."""

from django.http import HttpRequest
from django.utils import timezone

from home.join.forms import MessageForm
from home.join.models import JoinPage
from network.models import Member
from portal.shared.pages.contexts import fills
from stories.suggestions.states import SuggestionKind


def sender_of(request: HttpRequest) -> Member | None:
    """Give who is signed in, as sender of a message."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@fills(JoinPage)
def join(page: JoinPage, request: HttpRequest) -> dict[str, object]:
    """Give an empty form; "?soort=" chooses the kind, when it is one there is."""
    kind = request.GET.get("soort")
    initial = {"kind": kind} if kind in SuggestionKind.values else {}
    return {"form": MessageForm(member=sender_of(request), at=timezone.now(), initial=initial)}
