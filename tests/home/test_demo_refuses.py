"""The demo is never mixed with real people, nor loaded where its public password would open a door."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories.network import MemberFactory


def test_demo_refuses_a_database_with_other_people(portal):
    MemberFactory()

    with pytest.raises(CommandError, match="holds other content"):
        call_command("seed_demo", verbosity=0)


def test_demo_refuses_settings_without_a_demo(portal, settings):
    settings.PORTAL_DEMO = False

    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("seed_demo", verbosity=0)
