"""Hostile text in every field and filter of the desk: a clear answer, and no script in a page or mail."""

import pytest
from django.urls import reverse

from portal.shared.keys import new_key
from portal.shared.outbox.models import OutboxMail
from tests.events.desk.conftest import NOW
from tests.factories.events import RegistrationFactory
from tests.security.test_hostile import SCRIPT, TEXTS, WIDE, runs, sendable, strict_database

__all__ = ["strict_database"]  # refuses what PostgreSQL refuses, in every test here
pytestmark = pytest.mark.django_db


def url(name, date, *more):
    return reverse(f"desk:{name}", args=[date.meetup.key, date.key, *more])


def forms_of(date, row):
    message = {"form_key": new_key(), "groups": "comes", "subject": "x", "text": "x", "seen": "1", "mode": ""}
    seat = {"mode": "on_site", "reason": "x"}
    return {
        url("write", date): message | {"stap": "versturen", "session": "", "school": ""},
        url("add_member", date): seat | {"member": row.member.key},
        url("add_guest", date): seat | {"name": "Bo", "email": "bo@elders.example", "organisation": ""},
        url("act", date, row.key, "toelaten"): {"reason": "x"},
        url("approve_chosen", date): {"gekozen": row.key},
        url("absent", date): {"absent": row.key},
    }


@pytest.mark.parametrize("name", WIDE)
def test_hostile_text_is_kept_or_refused_in_words(organiser, date, name):
    row = RegistrationFactory(occurrence=date, state="approval", created_at=NOW)
    RegistrationFactory(occurrence=date)
    text = sendable(TEXTS[name])
    answers = [
        organiser.post(address, fields | {field: text}, follow=True)
        for address, fields in forms_of(date, row).items()
        for field in fields
    ]
    pages = [url(page, date) for page in ("people", "messages", "waitlist", "absent")] + [url("person", date, row.key)]
    answers += [organiser.get(page) for page in pages]
    filters = ("naam", "status", "vorm", "groep", "sessie", "school", "aanwezig", "pagina")
    answers += [organiser.get(url("people", date), {each: text[:3000]}) for each in filters]
    assert {answer.status_code for answer in answers} <= {200, 404}
    assert not any(runs(answer.content.decode()) for answer in answers)
    for mail in OutboxMail.objects.all():
        assert SCRIPT not in mail.html
        assert "\n" not in mail.subject
