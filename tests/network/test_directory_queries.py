"""How many queries the list of members takes, with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.network import HelpTopicFactory, InstitutionFactory, MemberFactory
from tests.network.test_directory import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

# Of which: session, user, the member's schools and groups, the pace (four), what one looks for, menu and site.
BUDGET = 25


def add_people(number):
    topic, wish = HelpTopicFactory(slug="video", name="video"), HelpTopicFactory(slug="rubrics", name="rubrics")
    for _row in range(number):
        person(InstitutionFactory(), "Anna", "Aa", helps_with=[topic], seeks=[wish])


@pytest.mark.parametrize("query", ["", "?q=video", "?mij=helpen", "?hulp=video&provincie=Utrecht&weergave=kaarten"])
def test_list_takes_as_many_queries_for_three_people_as_for_one(client, query):
    reader = MemberFactory(given_name="Lezer", family_name="Zzz")
    reader.seeks.add(HelpTopicFactory(slug="video", name="video"))
    client.force_login(reader)

    def count():
        client.get(f"/netwerk/{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/netwerk/{query}").context["found"]
        return len(captured)

    add_people(1)
    one = count()
    add_people(2)

    assert (count(), one <= BUDGET) == (one, True)
