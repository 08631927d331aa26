"""The programme team's page: who opens it, what it proposes, and telling both."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.matching.actions import dismiss, renew
from events.matching.models import Introduction, Suggestion
from events.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState
from home.editing.reads import gaps
from network.members.states import EDITORS
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.actions import refuse_topic
from portal.shared.outbox.models import OutboxMail
from tests.events.matching.conftest import NOW
from tests.factories.exchange_matching import add_offer, add_school, add_wish
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
FIVE_WEEKS = timedelta(weeks=5)


@pytest.fixture
def address():
    return reverse("matching:proposals")


@pytest.fixture
def tell():
    return reverse("matching:tell_both")


def pair(offer, wish):
    return {"offer": offer.key, "request": wish.key}


def test_only_the_programme_team_opens_it(as_, client, address, tell, offer, wish, coach, editor, team):
    renew(at=NOW)
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    superuser = MemberFactory(is_superuser=True)

    assert client.get(address).status_code == 302
    for member in (coach, editor, superuser, wish.member, offer.contact):
        assert as_(member).get(address).status_code == 404
        assert as_(member).post(tell, pair(offer, wish)).status_code == 404
    assert not Introduction.objects.exists()
    assert as_(team).get(address).status_code == 200
    assert as_(team).get(tell).status_code == 405


def test_it_shows_pairs_with_reasons(as_, address, offer, wish, team):
    renew(at=NOW)

    text = as_(team).get(address).content.decode()

    assert "Een dag bij ict" in text
    assert "Meelopen met de servicedesk" in text
    assert "zelfde thema: toetsing · 20 km · allebei kunnen ze het hele jaar" in text


def test_the_way_there_stands_on_the_desk_of_the_team_only(as_, address, offer, wish, coach, team):
    renew(at=NOW)
    desk = reverse("offers:own")

    assert "1 voorgesteld paar" in as_(team).get(desk).content.decode()
    assert address in as_(team).get(desk).content.decode()
    assert address not in as_(coach).get(desk).content.decode()


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.PAUSED, ListingState.TAKEN, ListingState.LAPSED])
@pytest.mark.parametrize("model", [PlacementOffer, PlacementRequest])
def test_what_closed_since_is_neither_shown_nor_counted(as_, address, tell, offer, wish, team, state, model):
    renew(at=NOW)
    model.objects.update(state=state)

    answer = as_(team).get(address)

    assert answer.context["page_obj"].paginator.count == 0
    assert "Er past nu geen open plek bij een open wens" in answer.content.decode()
    as_(team).post(tell, pair(offer, wish))
    assert not Introduction.objects.exists()


def test_both_are_told_once(as_, address, tell, offer, wish, team):
    renew(at=NOW)

    answer = as_(team).post(tell, pair(offer, wish), follow=True)
    as_(team).post(tell, pair(offer, wish))

    assert "Allebei krijgen een e-mail" in answer.content.decode()
    assert "Allebei weten het sinds 4 januari 2027" in answer.content.decode()
    to_guest, to_host = [
        OutboxMail.objects.get(purpose="events.matching_introduced", to=person.email)
        for person in (wish.member, offer.contact)
    ]
    assert (to_guest.subject, to_host.subject) == (
        "Een plek past bij je wens “Een dag bij ict”",
        "Een wens past bij je plek “Meelopen met de servicedesk”",
    )
    assert offer.get_absolute_url() in to_guest.text
    assert wish.get_absolute_url() in to_host.text
    for mail in (to_guest, to_host):
        assert "Jullie passen bij elkaar" in mail.text
        assert "zelfde thema: toetsing · 20 km · jullie kunnen allebei het hele jaar" in mail.text
    assert Introduction.objects.get().made_by == team
    assert OutboxMail.objects.count() == 2


def test_who_did_not_want_this_mail_gets_none(as_, tell, offer, wish, team):
    refuse_topic(kind="member", key=wish.member.key, topic="exchange_matches", at=NOW)

    as_(team).post(tell, pair(offer, wish))

    mail = OutboxMail.objects.get(to=wish.member.email)
    assert (mail.state, mail.text) == ("unwanted", "")


def test_who_put_the_pair_aside_is_not_told(as_, tell, offer, wish, team, host):
    dismiss(member=host, offer=offer, request=wish, at=NOW)

    answer = as_(team).post(tell, pair(offer, wish), follow=True)

    assert "Deze twee passen niet meer bij elkaar" in answer.content.decode()
    assert (Introduction.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_wishes_that_nothing_fits_stand_on_the_page_and_in_the_gap_list(as_, address, team):
    add_offer(themes=("wifi",))
    fits = add_wish(title="Past", themes=("wifi",), opened_at=NOW - FIVE_WEEKS)
    old = add_wish(title="Wacht lang", themes=("privacy",), opened_at=NOW - FIVE_WEEKS)
    add_wish(title="Net open", themes=("privacy",), opened_at=NOW - timedelta(weeks=3))
    add_wish(title="Gepauzeerd", themes=("privacy",), opened_at=NOW - FIVE_WEEKS, state=ListingState.PAUSED)
    renew(at=NOW)

    assert as_(team).get(address).context["unmatched"] == [old]
    found = gaps(Viewer(member_key=team.key, is_member=True, is_editor=True), at=NOW)
    assert (found.wishes, found.wish_count) == ([old], 1)

    PlacementOffer.objects.update(state=ListingState.PAUSED)

    assert as_(team).get(address).context["unmatched"] == [fits, old]


def test_the_gap_list_names_no_wish_that_the_reader_may_not_read():
    add_wish(title="Voor leden", opened_at=NOW - FIVE_WEEKS, audience="members")
    public = add_wish(title="Voor iedereen", opened_at=NOW - FIVE_WEEKS, audience="everyone")

    assert gaps(Viewer.anonymous(), at=NOW).wishes == [public]


def test_number_of_queries_does_not_grow(as_, address, team):
    def add_swap(*themes):
        here, there = add_school(), add_school()
        for guest_school, host_school in ((here, there), (there, here)):
            add_wish(school=guest_school, themes=themes, opened_at=NOW - FIVE_WEEKS)
            add_offer(school=host_school, themes=themes)

    def queries():
        renew(at=NOW)
        client = as_(team)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    add_swap("wifi", "netwerk")
    one = queries()
    add_swap("privacy", "avg")
    add_swap("lesgeven", "data")

    assert queries() == one
    assert Suggestion.objects.filter(is_proposed=True).count() == 6
