"""Who may open what: a foreign desk answers like a missing one."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from network.initiatives.models import Initiative
from network.members.for_members import for_members
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def find_visible(request: HttpRequest, key: str) -> Initiative:
    """Give an initiative this viewer may see, or 404."""
    rows = Initiative.objects.visible_to(viewer_of(request)).filter(key=key)
    initiative = rows.select_related("lead_institution__merged_into", "contact").first()
    if initiative is None:
        raise Http404
    return initiative


def with_byline(initiative: Initiative) -> Initiative:
    """Fetch the one who leads with what a brief profile reads."""
    if initiative.contact_id is not None:
        rows = type(initiative).contact.field.related_model.objects.with_byline()
        initiative.contact = rows.get(pk=initiative.contact_id)
    return initiative


# Members; a prospect reads how to become one.
members_only = for_members("network/initiatives/members_only.html")


def for_lead(view: View) -> View:
    """Give the view the initiative that the one who asks leads; for anyone else there is none."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        rows = Initiative.objects.led_by(request.user.key).filter(key=key)
        initiative = rows.select_related("lead_institution__merged_into", "contact").first()
        if initiative is None:
            raise Http404
        return view(request, initiative, **kwargs)

    return guarded


def for_editors(view: View) -> View:
    """Let editors in; for others it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not viewer_of(request).is_editor:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
