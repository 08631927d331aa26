"""What someone gets for oneself: a ticket with a code that opens nothing by itself, and a certificate."""

import io
import re
from datetime import timedelta

import pytest
import qrcode
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from events.check_in.actions import check_in
from events.check_in.certificates import length_in_words
from events.check_in.codes import code_of, key_in, short_code
from events.check_in.errors import NotATicket
from events.harvest.mails import post_afterwards
from events.meetups.actions import cancel_occurrence
from events.models import CheckIn, Registration
from events.registrations.actions import Guest, SignUp, register_guest
from events.registrations.rules import KEEP_ANSWERS
from events.registrations.tickets import ticket_of
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import personal_data
from tests.events.check_in.conftest import DOOR
from tests.factories.events import OccurrenceFactory, RegistrationFactory
from tests.factories.network import MemberFactory
from tests.stories.test_pilot_pdf import tags_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_door(time_machine):
    time_machine.move_to(DOOR, tick=False)


def ticket_url(row):
    return reverse("check_in:ticket", args=[row.key])


def certificate_url(row):
    return reverse("check_in:certificate", args=[row.key])


def mine(row):
    return reverse("registrations:mine", args=[row.key])


def test_code_holds_no_person_and_cannot_be_made_up(noor):
    code = code_of(noor.key)

    assert key_in(code) == noor.key
    assert code.startswith(f"{noor.key}.")
    for wrong in (noor.key, f"{noor.key}.", f"{noor.key}.{'a' * 43}", code[:-1], f"x{code}", "", "."):
        with pytest.raises(NotATicket):
            key_in(wrong)
    assert re.fullmatch(r"[2-9a-z]{3}-[2-9a-z]{3}", short_code(noor.key))


def test_ticket_is_one_picture_without_style_or_outside_address(client, noor):
    client.force_login(noor.member)
    page = client.get(ticket_url(noor))
    text = page.content.decode()

    assert f'data-ticket="{noor.key}"' in text
    assert short_code(noor.key) in text
    assert page.headers["Cache-Control"] == "private, no-store"
    picture = ticket_of(noor).svg
    assert picture.startswith("<svg ")
    assert 'role="img" aria-label="QR-code van je kaartje' in picture
    assert not any(part in picture for part in ("style=", "href", "url(", "<script", " id="))


def test_picture_says_the_address_of_the_code_and_nothing_else(noor, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portaal.example/"
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    drawn.add_data(f"https://portaal.example/agenda/inchecken/{code_of(noor.key)}/")
    dark = {(x, y) for y, line in enumerate(drawn.get_matrix()) for x, is_dark in enumerate(line) if is_dark}

    assert {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)H", ticket_of(noor).svg)} == dark


def test_ticket_is_led_to_from_the_registration_and_shown_to_nobody_else(client, noor, sanne):
    client.force_login(noor.member)
    assert ticket_url(noor) in client.get(mine(noor)).content.decode()
    client.force_login(sanne)
    assert client.get(ticket_url(noor)).status_code == 404
    assert client.get(certificate_url(noor)).status_code == 404


@pytest.mark.parametrize("change", [{"mode": "online"}, {"state": "waitlisted", "queued_at": DOOR}])
def test_who_is_not_expected_at_the_door_has_no_ticket(client, noor, change):
    Registration.objects.filter(pk=noor.pk).update(**change)
    client.force_login(noor.member)

    assert client.get(ticket_url(noor)).url == mine(noor)
    assert ticket_url(noor) not in client.get(mine(noor)).content.decode()


def test_a_cancelled_date_has_no_ticket(client, noor, date):
    cancel_occurrence(occurrence=date, reason="Storm.", at=DOOR)
    client.force_login(noor.member)
    assert client.get(ticket_url(noor)).url == mine(noor)


def test_guest_has_a_ticket_behind_the_link_of_the_mail(client, date, time_machine):
    time_machine.move_to(DOOR - timedelta(days=9), tick=False)
    register_guest(occurrence=date, guest=Guest("Bo", "bo@x.example"), sign_up=SignUp(), at=DOOR - timedelta(days=9))
    token = re.search(r"/agenda/aanmelding/([^/\s]+)/", OutboxMail.objects.get().text)[1]
    own, ticket = (reverse(name, args=[token]) for name in ("registrations:guest", "check_in:guest_ticket"))
    assert client.get(ticket).url == own

    client.post(own, {"stap": "bevestigen"})

    assert ticket in client.get(own).content.decode()
    page = client.get(ticket)
    assert f'data-ticket="{Registration.objects.get().key}"' in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.get(reverse("check_in:guest_ticket", args=["x" * 32])).status_code == 404


@pytest.fixture
def series(noor, sanne, meetup, school, time_machine):
    """Noor was at two of three dates of a series, and signed up for a fourth."""
    meetup.institution = school
    meetup.save()
    check_in(registration=noor, by=sanne, at=DOOR)
    for weeks, attendance in ((1, "absent"), (2, "present"), (8, "unknown")):
        starts_at = noor.occurrence.starts_at + timedelta(weeks=weeks)
        date = OccurrenceFactory(meetup=meetup, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90))
        RegistrationFactory(occurrence=date, member=noor.member, attendance=attendance)
    RegistrationFactory(occurrence=noor.occurrence, attendance="present")
    time_machine.move_to(noor.occurrence.starts_at + timedelta(weeks=3), tick=False)
    return noor


def test_certificate_sums_what_was_attended(client, series):
    client.force_login(series.member)
    answer = client.get(certificate_url(series))
    text = words_of(answer.content)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="deelnamebewijs-netwerkbijeenkomst.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    for words in (
        "Bewijs van deelname",
        "Noor Verhagen",
        "Netwerkbijeenkomst",
        "11 februari 2027 10.00 tot 12.00 2 uur",
        "25 februari 2027 10.00 tot 11.30 1 uur en 30 minuten",
        "Samen 3 uur en 30 minuten",
        "Lindenwaard College",
    ):
        assert words in text, text
    assert not any(words in text for words in ("18 februari", "april", "Sanne", series.member.email))
    assert client.get(certificate_url(series)).content == answer.content


def test_guest_gets_the_certificate_by_the_mail_afterwards(client, series, sanne, time_machine):
    rows = [
        RegistrationFactory(
            occurrence=each.occurrence, member=None, guest_name="Bo Gast", guest_email=email, attendance="present"
        )
        for each, email in zip(
            Registration.objects.filter(member=series.member, attendance="present"),
            ("bo@elders.example", "Bo@elders.example"),
            strict=True,
        )
    ]
    now = timezone.now()
    for row in rows[1:]:
        post_afterwards(row, at=now)
    mail = OutboxMail.objects.get(to="Bo@elders.example")
    path = re.search(r"/agenda/bewijs/[^/\s]+/", mail.text)[0]

    answer = client.get(path)
    text = words_of(answer.content)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Bo Gast" in text
    assert "Samen 3 uur en 30 minuten" in text
    assert series.member.email not in text
    assert client.post(path).status_code == 405
    Registration.objects.filter(pk=rows[1].pk).update(attendance="absent")
    assert client.get(path).status_code == 404
    Registration.objects.filter(pk=rows[1].pk).update(
        attendance="present", member=MemberFactory(), guest_name="", guest_email=""
    )
    assert client.get(path).status_code == 404
    time_machine.move_to(rows[1].occurrence.ends_at + KEEP_ANSWERS, tick=False)
    assert client.get(path).status_code == 410


def test_certificate_is_accessible(client, series):
    client.force_login(series.member)
    content = client.get(certificate_url(series)).content

    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("nl", True)
    assert {"/Title", "/Table", "/TH", "/TD"} <= tags_of(content) | {"/Title"}


def test_certificate_is_there_once_it_is_over_for_who_came(client, noor, sanne, date, time_machine):
    client.force_login(noor.member)
    assert client.get(certificate_url(noor)).status_code == 404
    check_in(registration=noor, by=sanne, at=DOOR)
    assert client.get(certificate_url(noor)).status_code == 404
    assert certificate_url(noor) not in client.get(mine(noor)).content.decode()
    time_machine.move_to(date.ends_at, tick=False)
    assert client.get(certificate_url(noor)).status_code == 200
    page = client.get(mine(noor)).content.decode()
    assert certificate_url(noor) in page
    assert "Je was erbij." in page
    assert ticket_url(noor) not in page
    for attendance in ("absent", "unknown"):
        Registration.objects.update(attendance=attendance)
        assert client.get(certificate_url(noor)).status_code == 404
    assert certificate_url(noor) not in client.get(mine(noor)).content.decode()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 uur"), (120, "2 uur"), (90, "1 uur en 30 minuten"), (61, "1 uur en 1 minuut"), (45, "45 minuten")],
)
def test_length_in_words(minutes, words):
    assert length_in_words(minutes) == words


def test_where_i_was_stands_on_my_page(client, series):
    client.force_login(series.member)
    page = client.get("/mijn/").content.decode()
    assert "Bijeenkomsten waar je was" in page
    assert page.count("/bewijs/") == 2


def test_the_log_is_told_and_forgotten(noor, sanne):
    check_in(registration=noor, by=sanne, at=DOOR)
    data = personal_data.get("check_in")
    line = {"meetup": "Netwerkbijeenkomst", "step": "in", "at": DOOR.isoformat()}

    assert data.export(noor.member.key) == {"check_in_log": [line], "checked_in_by": []}
    assert data.export(sanne.key) == {"check_in_log": [], "checked_in_by": [line]}
    assert data.export(MemberFactory().key) == {"check_in_log": [], "checked_in_by": []}
    assert data.erase(sanne.key, at=DOOR) == 1
    assert data.erase(noor.member.key, at=DOOR) == 1
    assert data.outdate(at=DOOR + timedelta(days=400)) == 0
    assert not CheckIn.objects.exists()
