"""The faults of `make faults`: each kind of guard is found in the code, and its fault is that guard undone."""

import ast
from pathlib import Path

import pytest

from tools.faults import probes, sites

ROOT = Path(__file__).resolve().parents[2]


def faults(code: str, path: str = "events/things/actions.py") -> list[tuple[str, str]]:
    """Give kind and faulty text of each site of some code."""
    source = code.encode()
    return [(site.kind, site.broken(source).decode()) for site in sites.sites_of(path, source)]


@pytest.mark.parametrize(
    ("kind", "whole", "broken"),
    [
        ("lock", "row = Row.objects.select_for_update(of=('self',)).get(pk=1)", "row = Row.objects.all().get(pk=1)"),
        ("visible", "rows = Row.objects.visible_to(viewer).filter(pk=1)", "rows = Row.objects.all().filter(pk=1)"),
        ("published", "rows = Page.objects.live()", "rows = Page.objects.all()"),
        ("owner", "rows.filter(key=key, member=request.user)", "rows.filter(key=key)"),
        ("owner", "rows.filter(member=request.user, key=key)", "rows.filter(key=key)"),
        ("owner", "Row.objects.of(request.user.key)", "Row.objects.all()"),
        ("audience", "Q(audience=EVERYONE)", "Q(pk__isnull=False)"),
        ("permission", "may = viewer.is_member and rest", "may = True and rest"),
        ("expiry", "gone = at >= link.expires_at", "gone = False"),
        ("expiry", "holds = link.expires_at > at", "holds = True"),
        ("expiry", "rows.filter(expires_at__gt=at)", "rows.filter()"),
        ("escape", "a = escape(text)", "a = (text)"),
        ("secret", "ok = constant_time_compare(given, wanted)", "ok = True"),
        ("limit", "if not allow(name='x', who=w, limit=3, window_seconds=9, at=at): pass", "if not True: pass"),
        ("on commit", "transaction.on_commit(wake, robust=True)", "(wake)()"),
        ("not found", "if row is None:\n    raise Http404", "if False and (row is None):\n    raise Http404"),
        ("refusal", "if full:\n    raise NoSeat", "if False and (full):\n    raise NoSeat"),
        ("sign-in", "@login_required\ndef page(request):\n    pass", "\ndef page(request):\n    pass"),
        ("post only", "@require_POST\ndef page(request):\n    pass", "\ndef page(request):\n    pass"),
    ],
)
def test_a_guard_is_found_and_undone(kind, whole, broken):
    assert faults(whole) == [(kind, broken)]


def test_what_is_no_guard_is_left_alone():
    code = "if x is None:\n    raise ValueError\nrows.filter(key=key)\nAsked.of(member, at)\nnames.update(a=1)"

    assert faults(code) == []


def test_a_transaction_that_is_undone_is_still_python():
    code = "with transaction.atomic():\n    row.save()"

    (fault,) = faults(code)

    assert fault[0] == "transaction"
    assert "atomic" not in fault[1]
    ast.parse(fault[1])


def test_a_rule_gives_one_reason_less():
    code = "def decide_it(full):\n    if full:\n        return Decision.FULL\n    return Decision.OK"

    assert [kind for kind, _text in faults(code, "events/things/rules.py")] == ["rule"]


def test_a_site_keeps_its_name_when_lines_move():
    code = "def step():\n    Row.objects.select_for_update().get()\n"

    before, after = (sites.sites_of("a/b.py", text.encode())[0] for text in (code, f"import os\n\n\n{code}"))

    assert (before.key, after.key) == ("a/b.py::step::lock::0",) * 2
    assert before.line != after.line


def test_a_probe_stands_before_the_statement_it_is_about():
    code = "def step(x):\n    '''Words.'''\n    if x:\n        y = escape(x)\n    elif z(x):\n        raise NoSeat\n"
    found = sites.sites_of("events/a.py", code.encode())

    probed = probes.with_probes(code.encode(), enumerate(found)).decode()

    lines = [line.strip() for line in probed.splitlines()]
    assert lines[lines.index("y = escape(x)") - 1].endswith(".hit(0)")
    assert lines[lines.index("if x:") - 1].endswith(".hit(1)")
    ast.parse(probed)


def test_the_whole_portal_has_sites_of_every_kind():
    kinds = {site.kind for site in sites.all_sites(ROOT)}

    assert kinds == set(sites.KINDS)
