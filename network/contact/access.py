"""Who gets to these pages, and how the two in a conversation see each other."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from network.members.models import Member
from network.members.profiles import ProfileView, profile_for
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """Ask to sign in, and answer 404 to who is signed in but no member."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **address) -> HttpResponse:
        if not viewer_of(request).is_member:
            raise Http404
        return view(request, *args, **address)

    return guarded


def person_or_404(request: HttpRequest, key: str, *, on: date) -> Member:
    """Give another member whom this one sees; someone hidden answers like someone who doesn't exist."""
    people = Member.objects.members().filter(key=key).exclude(pk=request.user.pk)
    member = people.visible_to(viewer_of(request), on=on).first()
    if member is None:
        raise Http404
    return member


def profiles_of(ids: Iterable[int | None], viewer: Viewer, *, on: date) -> dict[int, ProfileView]:
    """Give what this viewer may see of people, by primary key, in two queries or so; hidden ones are left out."""
    wanted = {pk for pk in ids if pk is not None}
    people = Member.objects.filter(pk__in=wanted).with_byline()
    profiles = {member.pk: profile_for(viewer, member, on=on, is_brief=True) for member in people}
    return {pk: profile for pk, profile in profiles.items() if profile.is_visible}


def name_of(profile: ProfileView | None) -> str:
    """Name someone; who hides and who is gone have the same name."""
    return profile.name if profile else _("Someone who can't be seen now")
