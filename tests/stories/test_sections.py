"""A school's page shows its stories and pilots, also those it told with another school, and none that are hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.network import InstitutionFactory
from tests.factories.stories import CoachStoryFactory, PilotReportFactory


@pytest.fixture
def school(portal):
    return InstitutionFactory(slug="brugcollege", name="Brugcollege")


def page_of(client):
    return client.get("/scholen/brugcollege/").content.decode()


def test_school_page_shows_own_and_shared_texts(portal, school, client):
    CoachStoryFactory(parent=portal.stories, title="Ons verhaal", institution=school)
    shared = PilotReportFactory(parent=portal.pilots, title="Samen een pilot", institution=InstitutionFactory())
    shared.partners = [school]
    shared.save()
    CoachStoryFactory(parent=portal.stories, title="Van een ander", institution=InstitutionFactory())

    text = page_of(client)

    assert [name in text for name in ("Ons verhaal", "Samen een pilot", "Van een ander")] == [True, True, False]


def test_school_page_shows_no_draft(portal, school, client):
    CoachStoryFactory(parent=portal.stories, title="Nog geheim", institution=school, live=False)

    assert "Nog geheim" not in page_of(client)


def test_school_page_asks_the_same_queries_for_one_and_for_three_texts(portal, school, client):
    def queries():
        page_of(client)
        with CaptureQueriesContext(connection) as captured:
            page_of(client)
        return len(captured)

    CoachStoryFactory(parent=portal.stories, institution=school)
    with_one = queries()
    CoachStoryFactory(parent=portal.stories, institution=school)
    CoachStoryFactory(parent=portal.stories, institution=school)

    assert queries() == with_one
