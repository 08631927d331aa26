"""Two schools, a place with its host, a guest, and what mails and listeners heard."""

import pytest
from django.contrib.auth.models import Group

from events.applications.listeners import application_listeners
from network.members.states import PROGRAMME_TEAM
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_applications import NOW, ApplicationFactory, PlaceFactory, colleague
from tests.factories.network import MemberFactory


@pytest.fixture
def place(db):
    return PlaceFactory()


@pytest.fixture
def host(place):
    return place.contact


@pytest.fixture
def guest(db):
    return colleague(given_name="Gerda", family_name="Gast")


@pytest.fixture
def application(place, guest):
    return ApplicationFactory(offer=place, guest=guest)


@pytest.fixture
def programme_team(db):
    member = MemberFactory(given_name="Tess", family_name="Team")
    member.groups.add(Group.objects.get_or_create(name=PROGRAMME_TEAM)[0])
    return member


@pytest.fixture
def mailed():
    """Give (purpose without its front, address) of every mail, in order; `mailed.clear()` forgets them."""

    class Mailed:
        def __call__(self):
            rows = OutboxMail.objects.order_by("pk").values_list("purpose", "to")
            return [(purpose.removeprefix("events.application_"), to) for purpose, to in rows]

        def clear(self):
            OutboxMail.objects.all().delete()

        def text(self):
            return OutboxMail.objects.order_by("pk").last().text

    return Mailed()


class Heard:
    """A subject above applications, as exchanges are: it hears of each step, and may stand in the way of an undo."""

    def __init__(self):
        self.calls = []
        self.lets_reopen = True

    def accepted(self, application, *, at):
        self.calls.append(("accepted", application.key))

    def may_reopen(self, application):
        return self.lets_reopen

    def reopened(self, application, *, at):
        self.calls.append(("reopened", application.key))

    def host_changed(self, application, *, at):
        self.calls.append(("host_changed", application.key))


@pytest.fixture
def heard():
    listener = Heard()
    others = dict(application_listeners.items())
    for name in others:
        application_listeners.unregister(name)
    application_listeners.register("tests.heard", listener)
    yield listener
    application_listeners.unregister("tests.heard")
    for name, entry in others.items():
        application_listeners.register(name, entry)


@pytest.fixture(autouse=True)
def _only_applications(heard):
    """Exchanges have tests of their own; here nothing begins on a yes."""


@pytest.fixture
def now():
    return NOW
