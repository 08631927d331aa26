"""The mail afterwards: once per date, to who took part, never of what did not go on."""

from datetime import timedelta

import pytest

from events.harvest.actions import tell_afterwards
from events.harvest.models import Harvest
from events.meetup_pages.models import MeetupMaterial
from events.registrations.afterwards import AfterLine, after_sources
from events.registrations.models import Registration
from portal.shared.outbox.actions import refuse_topic
from portal.shared.outbox.models import OutboxMail
from tests.events.harvest.conftest import AFTER
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db


def mails():
    return OutboxMail.objects.filter(purpose="events.harvest_afterwards").order_by("pk")


def test_who_took_part_gets_one_mail_however_often_the_clock_comes_by(rows, guest):
    Registration.objects.filter(pk=rows[0].pk).update(state="withdrawn")
    assert [tell_afterwards(AFTER + timedelta(hours=hours)) for hours in range(3)] == [6, 0, 0]
    assert {mail.to for mail in mails()} == {*(row.member.email for row in rows[1:]), "gast@buiten.example"}
    # Nobody who comes in later is written to, nor anyone again after the outbox forgot.
    OutboxMail.objects.all().delete()
    RegistrationFactory(occurrence=rows[0].occurrence)
    assert tell_afterwards(AFTER + timedelta(days=2)) == 0


def test_it_waits_for_the_next_working_morning(rows):
    assert tell_afterwards(AFTER - timedelta(hours=1, seconds=1)) == 0
    assert not Harvest.objects.exists()
    assert tell_afterwards(AFTER - timedelta(hours=1)) == 6


@pytest.mark.parametrize("state", ["cancelled", "draft"])
def test_never_of_a_date_that_did_not_go_on(date, rows, state):
    date.state, date.reason, date.cancelled_at = state, "Ziek", AFTER
    date.save()
    assert tell_afterwards(AFTER) == 0
    assert not mails().exists()


def test_a_date_of_long_ago_is_left_alone(rows):
    assert tell_afterwards(AFTER + timedelta(days=21)) == 0


def test_only_who_came_where_that_was_noted(rows):
    Registration.objects.filter(pk=rows[0].pk).update(attendance="present")
    assert tell_afterwards(AFTER) == 1
    assert mails().get().to == rows[0].member.email


def test_who_refused_this_mail_does_not_get_it(rows):
    refuse_topic(kind="member", key=rows[0].member.key, topic="afterwards", at=AFTER)
    tell_afterwards(AFTER)
    unwanted = mails().get(recipient_key=rows[0].member.key)
    assert (unwanted.state, unwanted.text) == ("unwanted", "")
    other = mails().get(recipient_key=rows[1].member.key)
    assert "List-Unsubscribe" in other.headers
    assert "/mail-afmelden/" in other.text


def test_it_holds_the_materials_the_question_and_what_others_add(rows, guest):
    page = rows[0].occurrence.meetup.page
    page.materials.add(MeetupMaterial(title="Opname", address="https://video.example/opname"))
    page.save()

    class Certificate:
        def for_mail(self, registration, *, at):
            return AfterLine("Je bewijs van deelname.", "Download", f"/bewijs/{registration.key}/")

        def for_page(self, registration, *, at):
            return None

    after_sources.register("tests.certificate", Certificate(), position=10)
    try:
        tell_afterwards(AFTER)
    finally:
        after_sources.unregister("tests.certificate")
    text = mails().get(recipient_key=rows[0].member.key).text
    assert "- Opname: https://video.example/opname" in text
    assert text.index(f"/bewijs/{rows[0].key}/") < text.index("/agenda/terugblik/")
    assert page.url in text
    guests = mails().get(to="gast@buiten.example").text
    assert "/agenda/terugblik/" in guests
    assert "/mail-afmelden/" not in guests


def test_without_materials_it_says_nothing_of_them_and_of_a_hidden_page_it_gives_no_address(rows):
    page = rows[0].occurrence.meetup.page
    page.live = False
    page.save()
    tell_afterwards(AFTER)
    text = mails().first().text
    assert "materia" not in text
    assert page.slug not in text
