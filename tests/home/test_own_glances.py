"""One query says who has anything at all, so that the own page stays cheap for who has little."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import Connection, Follow
from portal.shared.registries.crossings import own_sections, todo_sources
from portal.shared.registries.glances import Asked, with_anything
from tests.factories.network import ConnectionFactory, MemberFactory

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Since:
    """Connections asked for in the last hour or today."""

    def glance(self, asked):
        rows = Connection.objects.of(asked.member_id)
        return [rows.filter(requested_at__gt=asked.at - timedelta(hours=1)), rows.filter(answered_at__date=asked.today)]


class Never:
    def glance(self, asked):
        return [Follow.objects.none()]


class Always:
    """Is asked, as it says nothing beforehand."""


@pytest.mark.django_db
def test_one_query_for_any_number_of_subjects_and_members(django_assert_num_queries):
    sources = [*todo_sources, *own_sections]
    glanced = [source for source in sources if hasattr(source, "glance")]
    member = MemberFactory()

    with django_assert_num_queries(1):
        left = with_anything(sources, Asked.of(member, AT))

    assert left == [source for source in sources if source not in glanced]
    assert len(glanced) > 15


@pytest.mark.django_db
def test_who_has_a_row_is_asked_and_the_next_one_is_not():
    since, never, always = Since(), Never(), Always()
    pair = ConnectionFactory(asker=MemberFactory(), asked=MemberFactory())
    pair.requested_at, pair.answered_at = AT, None
    pair.save()

    def asked(member, at):
        return with_anything([always, since, never], Asked.of(member, at))

    assert asked(pair.first, AT) == [always, since]
    assert asked(pair.first, AT + timedelta(hours=1)) == [always]
    assert asked(MemberFactory(), AT) == [always]
    pair.answered_at = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    pair.save()
    assert asked(pair.first, datetime(2026, 11, 25, 8, tzinfo=UTC)) == [always, since]


@pytest.mark.django_db
def test_own_page_of_who_has_nothing_asks_no_subject_further(site, client, coach):
    client.force_login(coach)
    client.get("/mijn/")

    with CaptureQueriesContext(connection) as found:
        client.get("/mijn/")

    glances = [query["sql"] for query in found if query["sql"].startswith("SELECT (EXISTS")]
    assert len(glances) == 1
    assert not [query["sql"] for query in found if 'FROM "events_' in query["sql"] and query["sql"] not in glances]
