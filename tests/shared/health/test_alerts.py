"""The rules for Prometheus: they can be read, and ask only for figures that we give."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from portal.shared.health.metrics import exposition
from portal.shared.jobs.models import JobRun
from portal.shared.jobs.registry import jobs
from portal.shared.models import OutboxMail
from portal.shared.outbox.states import MailState
from tests.factories.network import MemberFactory

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
RULES = Path(settings.BASE_DIR, "deploy", "alerts.yml")
DOC = Path(settings.BASE_DIR, "docs", "production.md")


def rules() -> list[dict]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def figures() -> dict[str, list]:
    families = text_string_to_metric_families(exposition(at=AT).decode())
    return {family.name: family.samples for family in families}


def test_every_rule_has_what_prometheus_and_its_reader_need():
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))
    assert len({rule["alert"] for rule in rules()}) == len(rules())


@pytest.mark.django_db
def test_rules_ask_only_for_figures_and_labels_that_we_give():
    for name in jobs.names():
        JobRun.objects.create(name=name, last_started_at=AT, last_success_at=AT)
    OutboxMail.objects.create(
        purpose="x", idempotency_key="x", message_id="<x>", to="n@x.example", state=MailState.FAILED,
        next_attempt_at=AT, created_at=AT,
    )  # fmt: skip
    given = figures()

    for rule in rules():
        asked = set(re.findall(r"portal_[a-z_]+", rule["expr"]))
        assert asked <= set(given), rule["alert"]
        for name, label, wanted in re.findall(r'(portal_[a-z_]+)\{([a-z]+)=~?"([^"]+)"\}', rule["expr"]):
            values = {sample.labels[label] for sample in given[name]}
            known = set(MailState.values) if name == "portal_outbox_mails" else values
            assert set(wanted.split("|")) <= known, rule["alert"]


def test_what_to_do_about_each_rule_is_written_down():
    told = DOC.read_text()
    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in told] == []


@pytest.mark.django_db
def test_pages_that_fail_are_counted_over_all_processes_and_a_silent_database_waits_for_nothing():
    def fails(error: Exception) -> None:
        try:
            raise error
        except type(error):
            got_request_exception.send(sender=None, request=None)

    def counted() -> float:
        families = text_string_to_metric_families(exposition(at=datetime.now(UTC)).decode())
        return {family.name: family.samples for family in families}["portal_failed_pages"][0].value

    assert counted() == 0
    fails(ValueError())
    fails(KeyError())
    fails(OperationalError())
    assert counted() == 2


@pytest.mark.django_db
def test_who_left_or_was_shut_out_is_not_among_the_people():
    MemberFactory(joined_at=AT)
    MemberFactory(joined_at=AT, is_active=False)

    found = figures()

    assert {sample.labels["standing"]: sample.value for sample in found["portal_people"]}["member"] == 1
    assert [sample.value for sample in found["portal_people_joined_last_day"]] == [1]
