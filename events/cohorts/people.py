"""The people of a group as one viewer may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from events.cohorts.models import Cohort, CohortMember, RolePractice
from events.cohorts.rules import PairReason, Person
from network.members.bylines import PersonCard, people_by_id, person_card
from network.members.profiles import ProfileView, profile_for
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True)
class PersonInGroup:
    """One person of a group.

    Attributes:
        place: Their place.
        card: What the viewer may see of them; None when that is nothing.
        name: To speak of them.
        buddies: The names of who is in a pair with them.
        practised: The roles of earlier dates, each with how often: "voorzitter 2×".
    """

    place: CohortMember
    card: PersonCard | None
    name: str
    buddies: tuple[str, ...] = ()
    practised: tuple[str, ...] = ()


def profiles_of_members(ids: Iterable[int | None], viewer: Viewer) -> dict[int, ProfileView]:
    """Give what this viewer sees of these members, by primary key, in a fixed number of queries."""
    today = timezone.localdate()
    people = people_by_id(ids).items()
    return {pk: profile_for(viewer, member, on=today, is_brief=True) for pk, member in people}


def profiles_of(places: Iterable[CohortMember], viewer: Viewer) -> dict[int, ProfileView]:
    """Give what this viewer sees of each person, by the primary key of the place, in a fixed number of queries."""
    rows = list(places)
    profiles = profiles_of_members([place.member_id for place in rows], viewer)
    return {place.pk: profiles[place.member_id] for place in rows if place.member_id in profiles}


def name_in(profile: ProfileView | None) -> str:
    """Give the name to show for someone in the group."""
    if profile is None:
        return _("former member")
    return profile.name if profile.is_visible else _("a member")


def people_of(cohort: Cohort, viewer: Viewer, *, at: datetime) -> list[PersonInGroup]:
    """Give who is in the group or asked, by name, in a fixed number of queries.

    Parameters:
        cohort: Which; one that isn't saved yet has nobody.
        viewer: Who looks.
        at: Now; roles count from dates that began.
    """
    places = list(cohort.places.inside()) if cohort.pk else []
    profiles = profiles_of(places, viewer)
    names = {place.pk: name_in(profiles.get(place.pk)) for place in places}
    practised = practised_by(places, at=at)
    people = [
        PersonInGroup(
            place=place,
            card=person_card(profiles[place.pk]) if profiles[place.pk].is_visible else None,
            name=names[place.pk],
            buddies=tuple(
                names[other.pk]
                for other in places
                if place.pair_id and other.pair_id == place.pair_id and other.pk != place.pk
            ),
            practised=_counted(practised.get(place.key, [])),
        )
        for place in places
    ]
    return sorted(people, key=lambda person: (person.name.casefold(), person.place.pk))


def organisers_in(cohort: Cohort, viewer: Viewer) -> list[PersonCard]:
    """Give the cards of who runs a group, as far as this viewer may see them, in a fixed number of queries."""
    ids = cohort.meetup.organiser_rows.values_list("member_id", flat=True)
    return [person_card(profile) for profile in profiles_of_members(ids, viewer).values() if profile.is_visible]


def practised_by(places: Sequence[CohortMember], *, at: datetime) -> dict[str, list[str]]:
    """Give the roles that people practised at dates that began, by the key of the place, in one query."""
    rows = RolePractice.objects.filter(place__in=places, occurrence__starts_at__lte=at).select_related("place")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.place.key, []).append(row.role)
    return found


def _counted(roles: Sequence[str]) -> tuple[str, ...]:
    return tuple(role if roles.count(role) == 1 else f"{role} {roles.count(role)}×" for role in dict.fromkeys(roles))


def to_pair(places: Iterable[CohortMember], viewer: Viewer) -> list[Person]:
    """Give the facts by which pairs are proposed: only what this viewer may see of each."""
    rows = list(places)
    profiles = profiles_of(rows, viewer)
    return [_person(place, profiles.get(place.pk)) for place in rows]


def _person(place: CohortMember, profile: ProfileView | None) -> Person:
    if profile is None or not profile.institutions:
        return Person(place.key, None, profile.bank if profile else "")
    return Person(place.key, profile.institutions[0].pk, profile.bank)


def reason_words(reason: PairReason) -> str:
    """Say why people are a pair."""
    return {
        PairReason.BOTH: _("from different schools, one of teaching and one of ICT"),
        PairReason.SCHOOLS: _("from different schools"),
        PairReason.BANKS: _("one of teaching and one of ICT"),
        PairReason.LEFT_OVER: _("nobody else was left to choose"),
    }[reason]
