"""Who keeps a promise, in words: for readers, and for the organisers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from events.harvest.models import Promise
from events.harvest.states import Naming
from network.members.bylines import Byline, byline, people_by_id
from network.models import Member
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True, slots=True)
class Owner:
    """A person who keeps a promise: a member, or a guest by the key of the registration."""

    member_key: str = ""
    registration_key: str = ""


def owner_of(promise: Promise) -> Owner | None:
    """Give the person who keeps it; None for a school, a group, or nobody any more."""
    if promise.member is not None:
        return Owner(member_key=promise.member.key)
    guest = promise.guest
    if guest is None or guest.erased_at is not None:
        return None
    return Owner(member_key=guest.member.key) if guest.member else Owner(registration_key=guest.key)


def person_of(promise: Promise) -> Member | None:
    """Give the member who keeps it, also one who was a guest then."""
    return promise.member or (promise.guest.member if promise.guest else None)


def people_of(promises: Iterable[Promise]) -> dict[int, Member]:
    """Fetch the members behind these promises with what a byline needs, in a fixed number of queries."""
    return people_by_id(person.pk for person in map(person_of, promises) if person)


def words_for_readers(promise: Promise, viewer: Viewer, people: Mapping[int, Member], *, on: date) -> Byline:
    """Give who keeps a promise as readers see it: by name only once that person agreed.

    Parameters:
        promise: With `member`, `guest__member` and `institution`.
        viewer: Who reads.
        people: From `people_of`.
        on: Today.
    """
    person = person_of(promise)
    if promise.naming == Naming.NAMED and person is not None:
        return byline(viewer, member=people.get(person.pk), name="", is_named=True, on=on)
    if promise.naming == Naming.NAMED and promise.guest is not None and promise.guest.guest_name:
        return Byline(promise.guest.guest_name, "")
    if promise.institution is not None:
        school = promise.institution.current
        return Byline(str(school), school.get_absolute_url())
    return Byline(promise.owner_name or _("a participant"), "")


def words_for_organisers(promise: Promise) -> str:
    """Give who keeps a promise as the organisers put it down themselves."""
    person = person_of(promise)
    if person is not None:
        return str(person)
    if promise.guest is not None and promise.guest.guest_name:
        return promise.guest.guest_name
    if promise.given_back_at:
        return _("nobody: it was given back")
    return str(promise.institution.current) if promise.institution else promise.owner_name or _("nobody any more")
