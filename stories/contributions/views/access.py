"""Who may write, and whose text it is: a foreign text answers like a missing one."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from network.members.for_members import for_members
from network.members.viewers import viewer_of
from stories.contributions.models import Contribution

# Members; a prospect reads how to become one.
members_only = for_members("stories/contributions/members_only.html")


def members_or_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let members in, and editors who are no member; the view itself looks whose text it is."""
    as_member = members_only(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        chosen = view if viewer_of(request).is_editor else as_member
        return chosen(request, *args, **kwargs)

    return guarded


def own_contribution(request: HttpRequest, key: str) -> Contribution:
    """Give a text of this member's, or 404."""
    viewer = viewer_of(request)
    texts = Contribution.objects.of(viewer.member_key or "").select_related("member", "page").with_open_comments()
    contribution = texts.filter(key=key).first()
    if contribution is None:
        raise Http404
    return contribution


def desk_contribution(request: HttpRequest, key: str) -> Contribution:
    """Give any text to an editor, or 404."""
    viewer = viewer_of(request)
    contribution = Contribution.objects.select_related("member", "page").filter(key=key).first()
    if contribution is None or not viewer.is_editor:
        raise Http404
    return contribution


def readable_contribution(request: HttpRequest, key: str) -> Contribution:
    """Give a text to its writer or to an editor, or 404."""
    if viewer_of(request).is_editor:
        return desk_contribution(request, key)
    return own_contribution(request, key)
