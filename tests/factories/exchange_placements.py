"""The smallest valid exchanges: an accepted application, its exchange, and an agreement in each state."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone

from events.models import Application, Placement, PlacementOffer
from events.placements.actions import confirm_agreement, decide_myself, save_agreement
from events.placements.reading import versions_of
from events.placements.rules import Day, Terms
from tests.factories.network import InstitutionFactory, MemberFactory

# A Thursday, and the moment from which the tests look: six weeks before.
FIRST_DAY, NOW = date(2027, 3, 11), datetime(2027, 1, 28, 9, 0, tzinfo=timezone.get_fixed_timezone(0))


class PlacementOfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlacementOffer

    title = "Meekijken bij ict"
    direction = "teacher_to_ict"
    institution = factory.SubFactory(InstitutionFactory)
    contact = factory.SubFactory(MemberFactory)
    state = "open"


class AcceptedApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    offer = factory.SubFactory(PlacementOfferFactory)
    direction = "teacher_to_ict"
    guest = factory.SubFactory(MemberFactory, given_name="Gast", family_name="Vrij")
    host = factory.SubFactory(MemberFactory, given_name="Hilde", family_name="Waard")
    guest_institution = factory.SubFactory(InstitutionFactory)
    host_institution = factory.SelfAttribute("offer.institution")
    started_by = "guest"
    state = "accepted"
    learning_question = "Hoe verloopt een melding?"
    created_at = NOW - timedelta(days=20)
    holds_place = True


class PlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Placement

    application = factory.SubFactory(AcceptedApplicationFactory)
    direction = factory.SelfAttribute("application.direction")
    guest = factory.SelfAttribute("application.guest")
    host = factory.SelfAttribute("application.host")
    guest_institution = factory.SelfAttribute("application.guest_institution")
    host_institution = factory.SelfAttribute("application.host_institution")
    created_at = NOW
    asked_at = factory.SelfAttribute("application.created_at")


def day(on: date = FIRST_DAY, starts: time = time(9), ends: time = time(12, 30), key: str = "") -> Day:
    """Give a day of an agreement."""
    return Day(key, on, starts, ends)


def terms(*days: Day, **more) -> Terms:
    """Give what an agreement says, with one day unless told otherwise."""
    values = {
        "learning_question": "Hoe verloopt een melding?",
        "host_hopes": "",
        "days": days or (day(),),
        "half_days": 1,
        "place": "Servicedesk",
        "day_contact": "",
        "allowed": "Meekijken.",
        "not_allowed": "",
        "confidentiality": "Geen namen.",
        "cover": "Het team.",
        "costs": "Eigen school.",
        "insurance": "",
        "practical": "",
        "reporting": "",
    }
    return Terms(**{**values, **more})


def write(placement: Placement, member, *days: Day, at: datetime = NOW, **more):
    """Keep an agreement as this member, over the newest version."""
    return save_agreement(
        placement=placement, member=member, terms=terms(*days, **more), based_on=versions_of(placement).number, at=at
    )


def confirm_both(placement: Placement, *, at: datetime = NOW) -> None:
    """Let both confirm the newest version."""
    for member in (placement.guest, placement.host):
        confirm_agreement(placement=placement, member=member, number=versions_of(placement).number, at=at)


def agree(placement: Placement, *days: Day, at: datetime = NOW, **more) -> Placement:
    """Bring an exchange to an agreement that holds: both confirm, and decide on their own working time."""
    write(placement, placement.guest, *days, at=at, **more)
    confirm_both(placement, at=at)
    for member in (placement.guest, placement.host):
        decide_myself(placement=placement, member=member, at=at)
    placement.refresh_from_db()
    return placement
