"""A pilot report and the running pilot it is about lead to each other."""

import pytest

from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from stories.pilots.contexts import running_pilot
from tests.factories.initiatives import add_initiative
from tests.factories.stories import PilotReportFactory

pytestmark = pytest.mark.django_db


def test_report_and_running_pilot_lead_to_each_other(client, portal):
    initiative = add_initiative(is_running=True)
    report = PilotReportFactory(parent=portal.pilots, title="Verslag van de toetsproef", initiative=initiative)

    assert initiative.get_absolute_url() in client.get(report.url).content.decode()
    assert "Verslag van de toetsproef" in client.get(initiative.get_absolute_url()).content.decode()


def test_a_report_does_not_tell_of_a_pilot_for_members_only(client, portal):
    initiative = add_initiative(audience=Audience.MEMBERS)
    report = PilotReportFactory(parent=portal.pilots, initiative=initiative)

    assert initiative.key not in client.get(report.url).content.decode()
    assert running_pilot(report, Viewer(member_key="iemand", is_member=True)) == initiative


def test_an_unpublished_report_is_not_shown(client, portal):
    initiative = add_initiative()
    PilotReportFactory(parent=portal.pilots, title="Zwaluwverslag", initiative=initiative, live=False)

    assert "Zwaluw" not in client.get(initiative.get_absolute_url()).content.decode()
