"""The programme team notes an exchange that people made without the portal."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from events.models import Placement
from events.placements.actions import record_placement
from events.placements.bridges import PLACEMENT_BRIDGES
from events.placements.errors import RecordedTooEarly
from events.placements.states import CancelReason, PlacementState
from network.members.states import EDITORS, PROGRAMME_TEAM
from portal.shared.audiences.rules import Viewer
from tests.factories.exchange_placements import PlacementFactory
from tests.factories.network import InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db


def team_member(group=PROGRAMME_TEAM):
    member = MemberFactory()
    member.groups.add(Group.objects.get_or_create(name=group)[0])
    return member


def typed(guest, host, **changes):
    day = (timezone.localdate() - timedelta(days=30)).isoformat()
    words = {
        "guest_institution": guest.pk,
        "host_institution": host.pk,
        "direction": "teacher_to_ict",
        "half_days": "2",
    }
    return {**words, "first_day_on": day, "last_day_on": day, "reason": "", **changes}


def test_a_noted_exchange_is_a_bridge_without_people(client):
    guest, host = InstitutionFactory(), InstitutionFactory()
    client.force_login(team_member())
    page = client.post(reverse("placements:record"), typed(guest, host), follow=True).content.decode()
    assert "staat nu in het bruggendiagram" in page
    row = Placement.objects.get()
    assert (row.state, row.guest, row.host, row.half_days) == (PlacementState.DONE, None, None, 2)
    [bridge] = PLACEMENT_BRIDGES.bridges(Viewer.anonymous())
    assert (bridge.from_institution_id, bridge.to_institution_id) == (guest.pk, host.pk)


def test_one_that_did_not_take_place_counts_with_its_reason_and_is_no_bridge(client):
    client.force_login(team_member())
    client.post(reverse("placements:record"), typed(InstitutionFactory(), InstitutionFactory(), reason="no_cover"))
    row = Placement.objects.get()
    assert (row.state, row.cancel_reason) == (PlacementState.CANCELLED, CancelReason.NO_COVER)
    assert list(PLACEMENT_BRIDGES.bridges(Viewer.anonymous())) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_day_on": "2020-01-01"}, "De laatste dag ligt voor de eerste dag"),
        ({"first_day_on": "2090-01-01", "last_day_on": "2090-01-01"}, "nog niet voorbij"),
        ({"half_days": "0"}, "1"),
        ({"direction": "sideways"}, "sideways"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_noted(client, changes, words):
    client.force_login(team_member())
    answer = client.post(reverse("placements:record"), typed(InstitutionFactory(), InstitutionFactory(), **changes))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Placement.objects.exists()


def test_what_was_noted_by_mistake_is_taken_away_and_nothing_else(client):
    client.force_login(team_member())
    client.post(reverse("placements:record"), typed(InstitutionFactory(), InstitutionFactory()))
    noted, made_here = Placement.objects.get(), PlacementFactory()
    assert noted.key in (page := client.get(reverse("placements:record")).content.decode())
    assert made_here.key not in page
    for key in (made_here.key, noted.key, noted.key, f"{noted.key}\x00", "z" * 400):
        answer = client.post(reverse("placements:record"), {"weg": key}, follow=True)
        assert answer.status_code == 200
    assert list(Placement.objects.all()) == [made_here]


def test_the_own_desk_of_the_team_leads_to_the_form(client):
    client.force_login(team_member())
    assert reverse("placements:record") in client.get(reverse("offers:own")).content.decode()
    client.force_login(MemberFactory())
    assert reverse("placements:record") not in client.get(reverse("offers:own")).content.decode()


@pytest.mark.parametrize("group", [None, EDITORS])
def test_only_the_programme_team_finds_the_form(client, group):
    client.force_login(team_member(group) if group else MemberFactory())
    assert client.get(reverse("placements:record")).status_code == 404


def test_today_is_too_early():
    today = timezone.localdate()
    with pytest.raises(RecordedTooEarly):
        record_placement(
            guest_institution=InstitutionFactory(),
            host_institution=InstitutionFactory(),
            direction="teacher_to_ict",
            first_day_on=today,
            last_day_on=today,
            half_days=1,
            reason=None,
            at=timezone.now(),
        )
