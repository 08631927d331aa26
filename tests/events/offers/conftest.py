"""A school with a host, an editor and a listener that notes what it hears."""

import pytest
from django.contrib.auth.models import Group

from events.offers.listeners import listing_listeners
from network.members.states import MODERATORS
from tests.factories.exchange_offers import add_colleague
from tests.factories.network import InstitutionFactory, MemberFactory


@pytest.fixture
def school(db):
    return InstitutionFactory(name="ROC Lindenwaard", slug="roc-lindenwaard", province="Overijssel")


@pytest.fixture
def host(school):
    return add_colleague(school, given_name="Noor", family_name="Verhagen", email="noor@lindenwaard.example")


@pytest.fixture
def moderator(db):
    person = MemberFactory(given_name="Mo", family_name="Moderatie", email="mo@bruggenbouwen.example")
    person.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    return person


class Notes:
    """Hears of changes and keeps them, with the state that was written."""

    def __init__(self):
        self.heard = []

    def offer_changed(self, offer, change, *, at):
        self.heard.append((change, type(offer).objects.get(pk=offer.pk).state))

    request_changed = offer_changed


@pytest.fixture
def notes():
    notes = Notes()
    listing_listeners.register("tests.notes", notes)
    yield notes
    listing_listeners.unregister("tests.notes")
