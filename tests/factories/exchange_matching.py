"""The smallest places and wishes that fit each other: same direction, same theme, schools 25 km apart."""

from django.utils import timezone

from events.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction, ListingState
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, ThemeFactory

# Utrecht and Amersfoort are about 20 km apart in a straight line.
UTRECHT, AMERSFOORT, MAASTRICHT = (52.09, 5.12), (52.16, 5.39), (50.85, 5.69)


def add_school(spot=UTRECHT, **columns):
    latitude, longitude = spot
    return InstitutionFactory(latitude=latitude, longitude=longitude, **columns)


def add_colleague(school, **columns):
    member = MemberFactory(**columns)
    AffiliationFactory(member=member, institution=school, state="confirmed")
    return member


def add_offer(*, school=None, contact=None, themes=("toetsing",), **columns):
    """Give an open place of a school with its host."""
    school = school or add_school(AMERSFOORT)
    columns = {"direction": Direction.TEACHER_TO_ICT, "title": "Meelopen", "state": ListingState.OPEN} | columns
    row = PlacementOffer.objects.create(institution=school, contact=contact or add_colleague(school), **columns)
    row.themes.set([ThemeFactory(slug=slug) for slug in themes])
    return row


def add_wish(*, school=None, member=None, themes=("toetsing",), **columns):
    """Give an open wish of a member of a school."""
    school = school or add_school(UTRECHT)
    columns = {
        "direction": Direction.TEACHER_TO_ICT,
        "title": "Ik wil meelopen",
        "learning_question": "Hoe werkt het?",
        "state": ListingState.OPEN,
        "opened_at": timezone.now(),
    } | columns
    row = PlacementRequest.objects.create(institution=school, member=member or add_colleague(school), **columns)
    row.themes.set([ThemeFactory(slug=slug) for slug in themes])
    return row
