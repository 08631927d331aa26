"""Suggestions by mail: only in the digest, each once, with reasons, and only what may be seen when it leaves."""

from datetime import datetime, timedelta

import pytest

from events.matching.actions import dismiss, renew
from events.models import PlacementOffer
from events.offers.states import ListingState
from network.following.actions import follow, renewed_digest, send_due_digests
from network.following.models import Digest
from network.models import Theme
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.outbox.actions import refuse_topic
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState
from tests.events.matching.conftest import NOW, viewer
from tests.factories.exchange_matching import add_offer

pytestmark = pytest.mark.django_db
# NOW is a Monday; the next digest of the usual rhythm goes a week later, at eight.
NEXT_MONDAY = datetime(2027, 1, 11, 8, 5, tzinfo=LOCAL_ZONE)
THEN = NEXT_MONDAY + timedelta(weeks=1)


def mails(member):
    return list(OutboxMail.objects.filter(purpose="following.digest", to=member.email).order_by("pk"))


@pytest.fixture
def _found(offer, wish):
    """Both are found on Tuesday, and their digests begin; neither follows anything."""
    tuesday = NOW + timedelta(days=1)
    renew(at=tuesday)
    send_due_digests(at=tuesday + timedelta(minutes=10))


@pytest.mark.usefixtures("_found")
def test_both_read_once_what_fits_and_why(offer, wish, guest, host):
    assert OutboxMail.objects.count() == 0

    send_due_digests(at=NEXT_MONDAY)
    OutboxMail.objects.update(state=MailState.SENT, sent_at=NEXT_MONDAY)
    renew(at=NEXT_MONDAY)
    send_due_digests(at=THEN)

    [to_guest], [to_host] = mails(guest), mails(host)
    assert to_guest.subject == to_host.subject == "Nieuw voor jou: 1 voorstel"
    assert "Wat past bij je wens of je plek" in to_guest.text
    assert "Meelopen met de servicedesk (een plek, bij je wens “Een dag bij ict”)" in to_guest.text
    assert "Een dag bij ict (een wens, bij je plek “Meelopen met de servicedesk”)" in to_host.text
    for mail in (to_guest, to_host):
        assert "zelfde thema: toetsing · 20 km · jullie kunnen allebei het hele jaar" in mail.text
        assert "in wat je volgt" not in mail.text
    assert offer.get_absolute_url() in to_guest.text
    assert wish.get_absolute_url() in to_host.text


@pytest.mark.usefixtures("_found")
def test_the_next_one_tells_only_what_was_found_since(guest, wish):
    send_due_digests(at=NEXT_MONDAY)
    OutboxMail.objects.update(state=MailState.SENT, sent_at=NEXT_MONDAY)
    add_offer(title="Nieuwe plek")
    renew(at=NEXT_MONDAY + timedelta(days=1))

    send_due_digests(at=THEN)

    _first, second = mails(guest)
    assert ("Nieuwe plek" in second.text, "Meelopen met de servicedesk" in second.text) == (True, False)


@pytest.mark.usefixtures("_found")
def test_what_closed_before_it_left_is_not_told(guest, host, offer):
    send_due_digests(at=NEXT_MONDAY)
    [mail] = mails(guest)
    assert renewed_digest(mail.idempotency_key, NEXT_MONDAY) is not None

    PlacementOffer.objects.filter(pk=offer.pk).update(state=ListingState.PAUSED)

    assert renewed_digest(mail.idempotency_key, NEXT_MONDAY) is None


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.PAUSED, ListingState.TAKEN, ListingState.WITHDRAWN])
@pytest.mark.usefixtures("_found")
def test_a_hidden_place_is_told_to_nobody(guest, host, offer, state):
    PlacementOffer.objects.filter(pk=offer.pk).update(state=state)

    send_due_digests(at=NEXT_MONDAY)

    assert (mails(guest), mails(host)) == ([], [])


@pytest.mark.usefixtures("_found")
def test_who_put_it_aside_or_wants_no_digest_reads_nothing(guest, host, offer, wish):
    dismiss(member=guest, offer=offer, request=wish, at=NOW)
    refuse_topic(kind="member", key=host.key, topic="digest", at=NOW)

    send_due_digests(at=NEXT_MONDAY)

    assert (mails(guest), mails(host)) == ([], [])


@pytest.mark.usefixtures("_found")
def test_following_something_later_loses_no_suggestion(guest):
    follow(
        member=guest,
        viewer=viewer(guest),
        kind="thema",
        key=Theme.objects.get(slug="toetsing").slug,
        at=NOW + timedelta(days=2),
    )

    send_due_digests(at=NEXT_MONDAY)

    [mail] = mails(guest)
    assert "Meelopen met de servicedesk" in mail.text


def test_who_has_nothing_that_fits_gets_no_digest(wish, coach):
    renew(at=NOW)
    send_due_digests(at=NEXT_MONDAY)

    assert (Digest.objects.count(), OutboxMail.objects.count()) == (0, 0)
