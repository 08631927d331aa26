"""What production refuses to start with."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from network.contact.personal_data import CONTACT_DATA
from network.models import Conversation, Message
from portal.settings import reader

BASE = {
    "PORTAL_SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PORTAL_HOSTS": "bruggen.example",
    "PORTAL_BASE_URL": "https://bruggen.example",
    "PORTAL_DATABASE_URL": "postgresql://portaal:geheim@db/portaal",
    "PORTAL_SMTP_HOST": "mail.example",
    "PORTAL_CACHE_URL": "redis://cache:6379/0",
}


@pytest.mark.parametrize(
    ("name", "value"), [("PORTAL_REQUIRE_MFA", "false"), ("PORTAL_DEMO", "true")], ids=["no second factor", "demo"]
)
def test_production_does_not_start_without_its_locks(name, value):
    result = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **BASE, name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} is o" in result.stderr


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param("berichten=30", "names 'berichten'; choose from answered_invitations", id="unknown"),
        pytest.param("messages=veel", "gives messages the period 'veel'; write whole days", id="no number"),
        pytest.param("messages=0", "gives messages the period '0'; write whole days", id="nothing"),
        pytest.param("messages", "gives messages the period ''; write whole days", id="no period"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_with_a_sentence(monkeypatch, value, said):
    monkeypatch.setenv("PORTAL_RETENTION_DAYS", value)

    with pytest.raises(ImproperlyConfigured, match=said):
        reader.days("PORTAL_RETENTION_DAYS", settings.PORTAL_RETENTION_DAYS)


def test_a_period_that_is_set_counts_and_the_others_stay(monkeypatch):
    monkeypatch.setenv("PORTAL_RETENTION_DAYS", "messages=30, searches=7")

    periods = reader.days("PORTAL_RETENTION_DAYS", settings.PORTAL_RETENTION_DAYS)

    assert (periods["messages"], periods["searches"], periods["mail_log"]) == (30, 7, 90)


def test_what_is_older_than_the_set_period_goes(db, settings, coach, other_coach):
    conversation = Conversation.objects.create(first=coach, second=other_coach)
    at = timezone.now()
    Message.objects.create(conversation=conversation, sender=coach, text="Dag", created_at=at - timedelta(days=40))

    CONTACT_DATA.outdate(at=at)
    assert Message.objects.count() == 1

    settings.PORTAL_RETENTION_DAYS = settings.PORTAL_RETENTION_DAYS | {"messages": 30}
    CONTACT_DATA.outdate(at=at)
    assert Message.objects.count() == 0
