"""The smallest valid applications, with the place, the wish and the two people they need."""

from datetime import UTC, datetime

import factory

from events.applications.models import Application, ApplicationMessage
from events.applications.states import Side
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction, ListingState
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

# A Monday in January without a holiday near.
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def colleague(school=None, **values):
    """Give a member whose work at a school counts; `school` is theirs then."""
    member = MemberFactory(**values)
    AffiliationFactory(member=member, institution=school or InstitutionFactory(), state="confirmed")
    return member


def school_of(member):
    return member.affiliations.get().institution


class PlaceFactory(factory.django.DjangoModelFactory):
    """An open place of a school, with a host of that school."""

    class Meta:
        model = PlacementOffer

    title = "Een dag bij ons ICT-team"
    direction = Direction.TEACHER_TO_ICT
    state = ListingState.OPEN
    contact = factory.LazyFunction(lambda: colleague(given_name="Hans", family_name="Gastheer"))
    institution = factory.LazyAttribute(lambda offer: school_of(offer.contact))
    changed_at = NOW


class WishFactory(factory.django.DjangoModelFactory):
    """An open wish of a member of a school."""

    class Meta:
        model = PlacementRequest

    title = "Meekijken bij de servicedesk"
    direction = Direction.TEACHER_TO_ICT
    state = ListingState.OPEN
    member = factory.LazyFunction(lambda: colleague(given_name="Gerda", family_name="Gast"))
    institution = factory.LazyAttribute(lambda request: school_of(request.member))
    learning_question = "Wat gebeurt er na een melding?"
    changed_at = NOW


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A guest asked for a place just now; nobody answered."""

    class Meta:
        model = Application

    offer = factory.SubFactory(PlaceFactory)
    guest = factory.LazyFunction(lambda: colleague(given_name="Gerda", family_name="Gast"))
    host = factory.SelfAttribute("offer.contact")
    direction = factory.SelfAttribute("offer.direction")
    guest_institution = factory.LazyAttribute(lambda row: school_of(row.guest))
    host_institution = factory.SelfAttribute("offer.institution")
    started_by = Side.GUEST
    learning_question = "Wat gebeurt er na een melding?"
    created_at = NOW
    changed_at = NOW
    last_step_at = NOW
    waits_for = Side.HOST


class InvitationFactory(ApplicationFactory):
    """A host invited who has a wish, without a place from the list."""

    offer = None
    request = factory.SubFactory(WishFactory)
    guest = factory.SelfAttribute("request.member")
    host = factory.LazyFunction(lambda: colleague(given_name="Hans", family_name="Gastheer"))
    direction = factory.SelfAttribute("request.direction")
    guest_institution = factory.SelfAttribute("request.institution")
    host_institution = factory.LazyAttribute(lambda row: school_of(row.host))
    started_by = Side.HOST
    waits_for = Side.GUEST


class ApplicationMessageFactory(factory.django.DjangoModelFactory):
    """A message of the guest."""

    class Meta:
        model = ApplicationMessage

    application = factory.SubFactory(ApplicationFactory)
    author = factory.SelfAttribute("application.guest")
    side = Side.GUEST
    text = "Dinsdag past mij het best."
    created_at = NOW
