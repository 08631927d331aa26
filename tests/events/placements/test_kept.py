"""What stays of an exchange, and what goes: with a person who leaves, and a year after the end."""

import json
from datetime import timedelta

import pytest
from django.core import serializers

from events.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.placements.actions import ask_manager, cancel_placement, follow_time
from events.placements.bridges import PLACEMENT_BRIDGES
from events.placements.personal_data import PLACEMENTS_DATA
from events.placements.states import CancelReason, DayState, PlacementState
from network.privacy.actions import erase_person
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import FIRST_DAY, NOW, agree, confirm_both, write

pytestmark = pytest.mark.django_db
VISITOR = Viewer.anonymous()


def everything():
    models = (Placement, AgreementVersion, PlacementDay, ManagerConsent, OutboxMail)
    return "".join(serializers.serialize("json", model.objects.all()) for model in models)


@pytest.fixture
def named(placement):
    """An agreement with the names of both in its texts."""
    return agree(placement, day_contact="Hilde Waard, 06-12345678", practical="Gast Vrij krijgt een pas.")


@pytest.mark.parametrize(("side", "name"), [("guest", "Gast Vrij"), ("host", "Hilde Waard")])
def test_someone_who_leaves_leaves_the_counts_and_the_bridge(named, side, name):
    bridges = PLACEMENT_BRIDGES.bridges(VISITOR)
    follow_time(named.days.get().ends_at)
    OutboxMail.objects.all().delete()

    erase_person(member_key=getattr(named, side).key, at=NOW + timedelta(days=60))

    row = Placement.objects.get()
    assert getattr(row, side) is None
    assert (row.state, row.first_day_on, row.half_days) == (PlacementState.DONE, FIRST_DAY, 1)
    assert PLACEMENT_BRIDGES.bridges(VISITOR) == bridges
    assert name not in everything()


def test_a_host_who_leaves_takes_the_telephone_number_along(named):
    OutboxMail.objects.all().delete()

    erase_person(member_key=named.host.key, at=NOW)

    assert "06-12345678" not in everything()


@pytest.mark.parametrize("side", ["guest", "host"])
def test_what_was_still_to_come_is_off_and_the_other_hears_it(named, side):
    other = "host" if side == "guest" else "guest"

    erase_person(member_key=getattr(named, side).key, at=NOW)

    row = Placement.objects.get()
    assert (row.state, row.cancelled_by) == (PlacementState.CANCELLED, side)
    assert row.days.get().state == DayState.CANCELLED
    [mail] = OutboxMail.objects.filter(purpose="events.placement_cancelled")
    assert mail.to == getattr(named, other).email
    assert len(mail.attachments) == 1
    assert not row.application.holds_place


def test_the_manager_of_who_leaves_is_forgotten_and_the_others_is_not(placement):
    write(placement, placement.guest)
    confirm_both(placement)
    for side in ("guest", "host"):
        member = getattr(placement, side)
        ask_manager(placement=placement, member=member, name=f"Rie {side}", email=f"{side}@leiding.example", at=NOW)
    OutboxMail.objects.all().delete()

    erase_person(member_key=placement.guest.key, at=NOW)

    assert "guest@leiding.example" not in everything()
    assert ManagerConsent.objects.get(side="host").email == "host@leiding.example"


def test_erasing_again_changes_nothing(named):
    key = named.guest.key
    assert PLACEMENTS_DATA.erase(key, at=NOW) > 0
    assert PLACEMENTS_DATA.erase(key, at=NOW) == 0


def test_a_year_after_the_end_only_counts_stay(named):
    ended_at = named.days.get().ends_at
    follow_time(ended_at)
    bridges = PLACEMENT_BRIDGES.bridges(VISITOR)

    assert PLACEMENTS_DATA.outdate(at=ended_at + timedelta(days=365)) == 0
    assert PLACEMENTS_DATA.outdate(at=ended_at + timedelta(days=366)) > 0
    assert PLACEMENTS_DATA.outdate(at=ended_at + timedelta(days=366)) == 0

    row = Placement.objects.get()
    assert (row.guest, row.host, row.first_day_on, row.half_days) == (None, None, FIRST_DAY, 1)
    assert not AgreementVersion.objects.exists()
    assert not ManagerConsent.objects.exists()
    assert PLACEMENT_BRIDGES.bridges(VISITOR) == bridges


def test_what_goes_on_is_not_outdated(named):
    assert PLACEMENTS_DATA.outdate(at=NOW + timedelta(days=900)) == 0


def test_an_export_holds_ones_own_side(placement):
    write(placement, placement.guest)
    confirm_both(placement)
    for side in ("guest", "host"):
        member = getattr(placement, side)
        ask_manager(placement=placement, member=member, name=f"Rie {side}", email=f"{side}@leiding.example", at=NOW)

    text = json.dumps(PLACEMENTS_DATA.export(placement.guest.key))

    assert "Hoe verloopt een melding?" in text
    assert "guest@leiding.example" in text
    assert "host@leiding.example" not in text


def test_the_reason_is_exported_to_who_gave_it_only(agreed):
    cancel_placement(placement=agreed, member=agreed.host, reason=CancelReason.BUSY, note="Te veel werk", at=NOW)

    assert "Te veel werk" in json.dumps(PLACEMENTS_DATA.export(agreed.host.key))
    assert "Te veel werk" not in json.dumps(PLACEMENTS_DATA.export(agreed.guest.key))
