"""The smallest valid finished exchange to look back on. Moments are fixed: a test says when "now" is."""

from datetime import UTC, date, datetime

import factory

from events.models import Placement
from events.offers.states import Direction
from events.placements.states import PlacementState
from tests.factories.network import InstitutionFactory, MemberFactory

# A Thursday.
LAST_DAY = date(2027, 2, 11)
ENDED = datetime(2027, 2, 11, 20, 0, tzinfo=UTC)


class FinishedPlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Placement

    guest = factory.SubFactory(MemberFactory)
    host = factory.SubFactory(MemberFactory)
    guest_institution = factory.SubFactory(InstitutionFactory)
    host_institution = factory.SubFactory(InstitutionFactory)
    direction = Direction.TEACHER_TO_ICT
    state = PlacementState.DONE
    first_day_on = factory.SelfAttribute("last_day_on")
    last_day_on = LAST_DAY
    ended_at = ENDED
