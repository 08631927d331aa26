"""No privileged act without its line (PRODUCT, "home/ and portal/"): each is done once, and its line looked for."""

import importlib
import inspect
import pkgutil

import pytest

import events
import network
import stories
from network.members.actions import ensure_groups
from portal.shared.audit_log.models import AuditLine
from portal.shared.audit_log.registry import audit_kinds
from tests.factories.full_member import Cast
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.shared.audit_log.acts import ACTS


@pytest.fixture
def stage(portal, settings, tmp_path):
    settings.MEDIA_ROOT, settings.PORTAL_PRIVATE_DIR = tmp_path / "media", tmp_path / "private"
    ensure_groups()
    InstitutionFactory()
    # The first is nobody's: conversations have their two in order.
    cast = Cast(
        member=MemberFactory(given_name="Kwik", family_name="Zwirrelbaum", email="kwik@x.example"),
        other=MemberFactory(given_name="Olga", email="olga@x.example"),
        root=portal.home,
    )
    cast.agenda, cast.stories, cast.insights = portal.agenda, portal.stories, portal.insights
    return cast


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_an_act_leaves_its_line_without_names(stage, act):
    AuditLine.objects.all().delete()

    act.do(stage)

    lines = list(AuditLine.objects.filter(kind=act.kind))
    assert lines, f"{act} left no line"
    for line in lines:
        kept = f"{line.object_kind} {line.object_key} {line.data}".casefold()
        assert not any(word in kept for word in ("zwirrelbaum", "kwik", "olga", "@")), kept


def test_every_kind_of_line_has_an_act():
    assert set(audit_kinds.names()) - {act.kind for act in ACTS} == set()


def _actions():
    """Give every public function of a module of actions in the apps."""
    for app in (network, stories, events):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if ".actions" in module.name:
                for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
                    if found.__module__ == module.name and not name.startswith("_"):
                        yield found


# They give a report its outcome, inside a decision that leaves the line.
PART_OF_A_DECISION = {"settle_flags", "settle_reports"}


def test_whatever_a_conversation_leader_decides_is_among_the_acts():
    by_leaders = {found for found in _actions() if "leader" in inspect.signature(found).parameters}

    missing = {found.__qualname__ for found in by_leaders - {act.action for act in ACTS}} - PART_OF_A_DECISION
    assert missing == set()
    assert len(by_leaders) > 10
