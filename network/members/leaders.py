"""Who leads the conversation: people of one group, apart from those who approve texts (DECISIONS 35)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from network.members.models import Member
from network.members.states import CONVERSATION_LEADERS

View = Callable[..., HttpResponse]


def is_leader(member) -> bool:
    """Say whether someone decides on reports.

    Parameters:
        member: A Member, or Django's anonymous user.

    Returns:
        True for an active member of the group of conversation leaders, and for superusers. Rights on texts don't count.
    """
    if not member.is_authenticated or not member.is_active:
        return False
    return member.is_superuser or CONVERSATION_LEADERS in member.group_names


def leaders_to_tell() -> list[Member]:
    """Give whom a report is mailed to: the group; while that is empty the superusers, so that somebody reads it."""
    leaders = list(Member.objects.active().filter(groups__name=CONVERSATION_LEADERS).order_by("pk"))
    return leaders or list(Member.objects.active().filter(is_superuser=True).order_by("pk"))


def for_leaders(view: View) -> View:
    """Answer 404 to who is signed in but leads no conversations, so that a desk tells nothing of itself."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **address) -> HttpResponse:
        if not is_leader(request.user):
            raise Http404
        return view(request, *args, **address)

    return guarded
