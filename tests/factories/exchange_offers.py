"""The smallest valid offers and wishes, and as they come about by the actions that people's clicks call."""

from datetime import UTC, datetime

import factory

from events.offers.actions import OfferText, RequestText, make_offer, make_request
from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.offers.states import Direction
from network.members.states import AffiliationState
from network.models import Institution, Member, System
from portal.shared.keys import new_key
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

# A Monday in January.
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


class SystemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = System
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"systeem-{n}")
    name = factory.LazyAttribute(lambda o: o.slug)


class ActivityTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityTemplate

    title = factory.Sequence(lambda n: f"Kaart {n}")
    direction = Direction.TEACHER_TO_ICT
    activities = "Je kijkt mee."


class OfferFactory(factory.django.DjangoModelFactory):
    """An open place to join; its host's work at the school is confirmed."""

    class Meta:
        model = PlacementOffer

    title = factory.Sequence(lambda n: f"Meelopen {n}")
    direction = Direction.TEACHER_TO_ICT
    institution = factory.SubFactory(InstitutionFactory)
    contact = factory.LazyAttribute(lambda o: add_colleague(o.institution))
    state = "open"
    created_at = changed_at = submitted_at = opened_at = AT
    opened_by = factory.SelfAttribute("contact")


class RequestFactory(factory.django.DjangoModelFactory):
    """An open wish of someone whose work at the school is confirmed."""

    class Meta:
        model = PlacementRequest

    title = factory.Sequence(lambda n: f"Ik wil meelopen {n}")
    direction = Direction.TEACHER_TO_ICT
    institution = factory.SubFactory(InstitutionFactory)
    member = factory.LazyAttribute(lambda o: add_colleague(o.institution))
    learning_question = "Wat gebeurt er met een melding?"
    state = "open"
    created_at = changed_at = submitted_at = opened_at = AT
    opened_by = factory.SelfAttribute("member")


def add_colleague(school: Institution, *, is_coordinator: bool = False, state=AffiliationState.CONFIRMED, **columns):
    """Give a member who works at a school."""
    member = MemberFactory(**columns)
    AffiliationFactory(member=member, institution=school, state=state, is_coordinator=is_coordinator)
    return member


def offer_text(**columns) -> OfferText:
    """Give a complete text of an offer."""
    return OfferText(**({"direction": Direction.TEACHER_TO_ICT, "title": "Meelopen met de servicedesk"} | columns))


def request_text(**columns) -> RequestText:
    """Give a complete text of a wish."""
    values = {
        "direction": Direction.TEACHER_TO_ICT,
        "title": "Ik wil achter de balie kijken",
        "learning_question": "Wat gebeurt er met een melding?",
    }
    return RequestText(**(values | columns))


def add_draft(*, member: Member | None = None, school: Institution | None = None, at=AT, **columns) -> PlacementOffer:
    """Give a draft of an offer, made by its host."""
    school = school or InstitutionFactory()
    member = member or add_colleague(school)
    return make_offer(member=member, institution=school, text=offer_text(**columns), token=new_key(), at=at)


def add_wish(*, member: Member | None = None, school: Institution | None = None, at=AT, **columns) -> PlacementRequest:
    """Give a draft of a wish."""
    school = school or InstitutionFactory()
    member = member or add_colleague(school)
    return make_request(member=member, institution=school, text=request_text(**columns), token=new_key(), at=at)
