"""Exchanges as far as bridges and figures look at them: two schools, a direction, a state, days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import factory

from events.models import Placement, PlacementOffer, PlacementRequest
from events.placements.states import BRIDGING, PlacementState
from network.models import Institution
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer
from tests.factories.network import InstitutionFactory

DAY = date(2026, 9, 14)


class ExchangeFactory(factory.django.DjangoModelFactory):
    """A finished exchange of two half-days without people, unless said otherwise."""

    class Meta:
        model = Placement

    direction = "teacher_to_ict"
    guest_institution = factory.SubFactory(InstitutionFactory)
    host_institution = factory.SubFactory(InstitutionFactory)
    state = PlacementState.DONE
    created_at = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)
    first_day_on = factory.LazyAttribute(lambda row: DAY if row.state in BRIDGING else None)
    last_day_on = factory.LazyAttribute(lambda row: row.first_day_on)
    half_days = factory.LazyAttribute(lambda row: 2 if row.state in BRIDGING else None)
    cancel_reason = factory.LazyAttribute(lambda row: "no_cover" if row.state == PlacementState.CANCELLED else "")
    ended_at = factory.LazyAttribute(lambda row: row.created_at if row.state == PlacementState.CANCELLED else None)


class PlainOfferFactory(factory.django.DjangoModelFactory):
    """An open place to join."""

    class Meta:
        model = PlacementOffer

    direction = "teacher_to_ict"
    title = factory.Sequence(lambda n: f"Meelopen {n}")
    institution = factory.SubFactory(InstitutionFactory)
    state = "open"
    created_at = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)


class PlainWishFactory(factory.django.DjangoModelFactory):
    """An open wish to join, of nobody."""

    class Meta:
        model = PlacementRequest

    direction = "teacher_to_ict"
    title = factory.Sequence(lambda n: f"Graag meelopen {n}")
    institution = factory.SubFactory(InstitutionFactory)
    learning_question = "Hoe gaat het bij jullie?"
    state = "open"
    created_at = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)


class PlainBridges:
    """A source that gives what a test puts in it."""

    def __init__(self, rows: Sequence[Bridge] = ()) -> None:
        self.rows = list(rows)

    layer = BridgeLayer.PLACEMENT

    def bridges(self, viewer, *, since=None, school=None):
        """Give every row to everyone."""
        return [row for row in self.rows if school is None or has_end(row, school)]


def has_end(bridge: Bridge, school: int) -> bool:
    """Say whether a bridge begins or ends at a school."""
    return school in (bridge.from_institution_id, bridge.to_institution_id)


def of_each_school(source, viewer) -> dict[int, list[Bridge]]:
    """Give what a source gives for every school by itself, and check that it is its share of the whole."""
    whole = source.bridges(viewer)
    found = {school.pk: source.bridges(viewer, school=school.pk) for school in Institution.objects.all()}
    assert found == {school: [bridge for bridge in whole if has_end(bridge, school)] for school in found}
    return found


def exchange(guest, host, direction=BridgeDirection.TEACHER_TO_ICT, *, on: date = DAY, url: str = "") -> Bridge:
    """Give one exchange between two schools as a source gives it."""
    return Bridge(guest.pk, host.pk, BridgeLayer.PLACEMENT, direction, "Uitwisselingsstage", url, on)


def joint(first, second, layer=BridgeLayer.PILOT, *, on: date = DAY, label: str = "Samen geprobeerd") -> Bridge:
    """Give something else two schools did together."""
    return Bridge(first.pk, second.pk, layer, BridgeDirection.BOTH_WAYS, label, "/pilots/samen/", on)
