"""Who opens what of a group. For anyone else there is no such page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from events.cohorts.models import Cohort, CohortMember, CohortNote
from events.cohorts.states import PlaceState
from events.meetups.models import Meetup
from events.meetups.states import MeetupKind
from events.meetups.views.access import for_organisers
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]
ASK_OR_ACT = ["GET", "HEAD", "POST"]


def for_group(view: View) -> View:
    """Give the view the group of this key, when the one who asks may know of it (`Cohort.objects.visible_to`)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        rows = Cohort.objects.visible_to(viewer_of(request)).select_related("meetup__page")
        cohort = rows.filter(key=key).first()
        if cohort is None:
            raise Http404
        return view(request, cohort, **kwargs)

    return guarded


def for_place(*states: PlaceState) -> Callable[[View], View]:
    """Give the view the place of the one who asks in the group of this key, when it is in one of these states."""

    def wrapper(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
            rows = CohortMember.objects.of(request.user.key).filter(cohort__key=key, state__in=states)
            place = rows.select_related("cohort__meetup__page", "member").first()
            if place is None:
                raise Http404
            return view(request, place, **kwargs)

        return guarded

    return wrapper


def for_planners(view: View) -> View:
    """Give the view the meetup of this key and its group, for its organisers and editors, if it has the right kind.

    A group nobody asked yet is not saved.
    """

    @for_organisers
    @wraps(view)
    def guarded(request: HttpRequest, meetup: Meetup, **kwargs) -> HttpResponse:
        if meetup.kind != MeetupKind.COHORT:
            raise Http404
        cohort = Cohort.objects.filter(meetup=meetup).first() or Cohort(meetup=meetup)
        cohort.meetup = meetup
        return view(request, cohort, **kwargs)

    return guarded


def find_note(request: HttpRequest, cohort: Cohort, key: str) -> CohortNote:
    """Give a note of this group that the one who asks may read, or 404."""
    rows = CohortNote.objects.visible_to(viewer_of(request)).filter(cohort=cohort, key=key)
    note = rows.select_related("cohort__meetup__page", "member").first()
    if note is None:
        raise Http404
    return note
