"""Who looks: the plain facts about a signed-in person that every rule of sight asks for."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from network.members.models import Affiliation, Connection, Member
from network.members.states import EDITING_GROUPS, PROGRAMME_TEAM, Standing
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked, rows_about


def _schools(asked: Asked) -> QuerySet:
    """Give the schools that stand for a member on a day."""
    works = Affiliation.objects.current(asked.today).proven()
    return works.filter(member=asked.member_id).order_by().values_list("institution_id")


def _connected(asked: Asked) -> QuerySet:
    """Give the two ends of each connection that both agreed to."""
    return Connection.objects.accepted().of(asked.member_id).order_by().values_list("first__key", "second__key")


def viewer_of_member(member: Member, *, on: date) -> Viewer:
    """Give the viewer that a member is, in three queries.

    Parameters:
        member: Someone with a login; a prospect too.
        on: Today; decides which schools count.

    Returns:
        A Viewer whose schools are those where the affiliation is confirmed or comes with a school address, and whose
        connections are those that both agreed to.
    """
    # Each page of each member begins with these, so their SQL is written once.
    asked = Asked(member.pk, member.key, timezone.now(), on)
    ends = (key for pair in rows_about(_connected, asked) for key in pair)
    return Viewer(
        member_key=member.key,
        is_member=member.is_active and member.standing == Standing.MEMBER,
        institution_ids=frozenset(school for (school,) in rows_about(_schools, asked)),
        is_editor=member.is_superuser or not member.group_names.isdisjoint(EDITING_GROUPS),
        connected_keys=frozenset(key for key in ends if key != member.key),
        is_programme_team=PROGRAMME_TEAM in member.group_names,
    )


def viewer_of(request: HttpRequest) -> Viewer:
    """Give who looks at this page; asked once per request, and without a query for someone not signed in."""
    known = getattr(request, "portal_viewer", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        viewer = Viewer.anonymous()
    else:
        viewer = viewer_of_member(user, on=timezone.localdate())
    request.portal_viewer = viewer
    return viewer


def viewer_of_address(email: str) -> Viewer | None:
    """Give the viewer who signs in with this address, or None; for `manage.py search --as`."""
    member = Member.objects.active().filter(email=email.strip().lower()).first()
    return viewer_of_member(member, on=timezone.localdate()) if member else None
