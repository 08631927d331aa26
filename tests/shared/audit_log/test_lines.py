"""Lines of the audit log: with their act, by whoever acts, for as long as promised."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from network.members.actions import deactivate_member
from network.models import Member
from network.privacy.actions import erase_person
from portal.shared.audit_log.acting import ActingMiddleware
from portal.shared.audit_log.actions import LineOutsideTransaction, note, outdate
from portal.shared.audit_log.models import AuditLine
from portal.shared.audit_log.personal_data import AuditLogData
from portal.shared.audit_log.states import ActorKind
from portal.shared.registries.registry import NotRegistered
from tests.factories.network import MemberFactory

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_line_is_gone_with_the_act_it_tells_of(coach):
    with transaction.atomic():
        deactivate_member(member=coach)
        transaction.set_rollback(True)

    assert Member.objects.get(pk=coach.pk).is_active
    assert not AuditLine.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_line_is_written_apart_from_its_act():
    with pytest.raises(LineOutsideTransaction):
        note("member.closed")


def test_an_unknown_kind_is_refused(db):
    with pytest.raises(NotRegistered):
        note("member.teased")


def test_whoever_is_behind_the_request_did_it(coach, other_coach):
    request = RequestFactory().post("/")
    request.user = other_coach

    def answer(_request):
        deactivate_member(member=coach)
        return HttpResponse()

    ActingMiddleware(answer)(request)
    deactivate_member(member=coach)

    by_the_portal, by_someone = AuditLine.objects.all()
    assert (by_someone.actor_kind, by_someone.actor_key) == (ActorKind.MEMBER, other_coach.key)
    assert (by_someone.object_kind, by_someone.object_key) == ("member", coach.key)
    assert (by_the_portal.actor_kind, by_the_portal.actor_key) == (ActorKind.SYSTEM, "")


def test_nobody_has_a_right_to_change_a_line():
    assert AuditLine._meta.default_permissions == ("view",)


def test_lines_go_after_ninety_days(db):
    note("mail.held", at=AT, number=1)
    note("mail.held", at=AT - timedelta(days=91), number=2)

    assert outdate(at=AT) == 1
    assert [line.data for line in AuditLine.objects.all()] == [{"number": 1}]


def test_who_is_erased_is_in_no_line_any_more_and_the_act_stays(site, coach, other_coach):
    note("member.closed", about=("member", coach.key), by=other_coach.key, at=AT)
    note("member.closed", about=("member", other_coach.key), by=coach.key, at=AT)

    erase_person(member_key=coach.key, at=AT + timedelta(hours=1))

    assert not AuditLine.objects.touching(coach.key).exists()
    found = {(line.kind, line.actor_kind, line.actor_key, line.object_key) for line in AuditLine.objects.all()}
    assert found == {
        ("member.closed", "member", other_coach.key, ""),
        ("member.closed", "gone", "", other_coach.key),
        ("member.erased", "system", "", ""),
    }


def test_a_member_gets_the_own_lines_without_the_other(coach, other_coach):
    note("member.closed", about=("member", coach.key), by=other_coach.key, at=AT)
    note("member.closed", about=("member", MemberFactory().key), by=other_coach.key, at=AT)

    assert AuditLogData().export(coach.key) == {
        "lines": [{"what": "Inloggen afgesloten", "at": AT.isoformat(), "by_you": False, "to_you": True}]
    }
