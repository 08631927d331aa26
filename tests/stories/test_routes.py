"""Starter routes: ticking steps off, for oneself and as a member only."""

import pytest

from stories.models import RouteTick
from tests.factories.network import MemberFactory
from tests.factories.stories import RouteFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND, NONE = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))
STEPS = [
    {"type": "checklist", "id": step, "value": {"title": title, "text": "<p>Doe dit.</p>", "items": ["Eerst"]}}
    for step, title in ((FIRST, "Lees een verhaal"), (SECOND, "Vraag een collega"))
]


@pytest.fixture
def route(portal):
    return RouteFactory(parent=portal.routes, steps=STEPS)


def tick(client, route, step=FIRST, done="1"):
    return client.post(f"/aan-de-slag/{route.pk}/stap/", {"step": step, "done": done})


def test_a_member_ticks_a_step_off_and_back_and_sees_how_far(client, coach, route):
    client.force_login(coach)

    answer = tick(client, route)
    tick(client, route)

    assert (answer.status_code, answer.url) == (302, f"{route.url}#stap-1")
    assert RouteTick.objects.filter(member=coach).count() == 1
    assert "Je deed er 1 van de 2." in client.get(route.url).content.decode()
    tick(client, route, done="0")
    assert "Je deed er 0 van de 2." in client.get(route.url).content.decode()


def test_each_ticks_for_oneself(client, coach, other_coach, route):
    client.force_login(coach)
    tick(client, route)
    client.force_login(other_coach)

    assert "Je deed er 0 van de 2." in client.get(route.url).content.decode()
    tick(client, route, done="0")
    assert RouteTick.objects.filter(member=coach).exists()


def test_who_is_no_member_ticks_nothing(client, stranger, route):
    assert "/account/login/" in tick(client, route).url
    client.force_login(stranger)

    assert "Vink deze stap af" not in client.get(route.url).content.decode()
    assert tick(client, route).status_code == 404
    assert not RouteTick.objects.exists()


@pytest.mark.parametrize("step", ["", "geen nummer", NONE])
def test_a_step_that_is_not_there_is_missing(client, route, step):
    client.force_login(MemberFactory())

    assert tick(client, route, step=step).status_code == 404


def test_a_route_that_went_offline_takes_no_ticks(client, coach, route):
    client.force_login(coach)
    route.unpublish()

    assert tick(client, route).status_code == 404
    assert not RouteTick.objects.exists()
