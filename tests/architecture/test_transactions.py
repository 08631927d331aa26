"""What several people write at once stays right: a change is one transaction, and holds a row before it decides.

Read from the code, so that a lock or a transaction that goes missing is named at once; that locks do what they are for
is shown by tests/races. SQLite, on which most tests run, holds the whole database and can't show a missing lock.
"""

import ast
import re
from collections.abc import Mapping

import pytest

from tests.architecture.calls import APPS, ROOT, Function, doing, in_actions, read, unprotected

# Registries, listeners and erasure call these inside the transaction of their own caller.
HELD = re.compile(r"\.(personal_data|follows|listings|moves|consents|\w*listeners?)(\.\w+)*:|contributions\.privacy:")
# By its name it holds what it gives; a read in there holds a row, or is a write, except in these.
LOCKS = re.compile(r"_?(lock|hold)(_|$)")
HOLDS_OR_WRITES = re.compile(r"select_for_update|\.(update|get_or_create)\(")
READS_BESIDE = {
    # Which rows are to be held; a lock of their own follows.
    "events.meetups.actions.rows:lock_these",
    "events.placements.actions.rows:lock_with_application",
    "events.registrations.actions.booking_rows:hold_series",
    # After the row that stands for them: whoever changes them holds that one too.
    "events.reflections.actions.finding:_lock",
    "events.reflections.actions.writing:_lock",
    "events.registrations.actions.rows:lock_all",
}
# Mail, queues and the index have rules of their own (docs/outbox.md, docs/concepts.md); their tests cut them in half.
APART = ("portal.", "search.")
# Deleting what answers a condition decides by itself: one statement, and nothing is read before it.
DELETES = re.compile(r":_?(erase|outdate|forget|revoke|remove|unfollow|unblock|unwatch|drop)")

# Several changes on purpose, each whole by itself: what is done stays done when the next one fails.
ONE_BY_ONE = {
    "events.applications.actions.clock:run_clock",
    "events.followed_calendars.actions.reading:fetch_calendar",
    "events.offers.actions.clock:mind_listings",
    "events.registrations.actions.offers:decline_offer",
    "network.following.actions.digests:send_due_digests",
    "network.privacy.actions.exports:_write",
    "network.privacy.actions.exports:delete_exports",
    "network.privacy.actions.exports:make_export",
    "network.push.actions.delivery:send_waiting",
    "network.questions.actions.keeping:set_pause",
    "network.questions.actions.routing:follow_up",
}
# Nothing is decided on what is there already: new rows, or one's own row set to what was asked.
DECIDES_NOTHING = {
    "events.desk.actions.messages:send_test",
    "events.offers.actions.making:_make",
    "events.placements.actions.recording:record_placement",
    "events.proposals.actions:note_changes_requested",
    "home.foundation.actions:ensure_site",
    "network.bouncing.actions:send_test_mail",
    "network.contact.actions.writing:mark_read",
    "network.initiatives.actions.proposing:propose_initiative",
    "network.members.actions.profile:describe_portrait",
    "network.push.actions.delivery:_note",
    "network.push.actions.devices:choose_purposes",
    "network.selfscan.actions:fill_scan",
    "stories.dossiers.actions:share_dossier",
    "stories.dossiers.actions:withdraw_shares",
    "stories.insights.actions:propose_evidence",
    "stories.routes.actions:tick_step",
    "stories.suggestions.actions:file_suggestion",
}
# The first write sets what was asked, whatever stood there, and of two at once a constraint lets one through; what is
# counted or indexed afterwards is counted under a lock.
SETS_FIRST = {
    "network.contact.actions.writing:write_message",
    "network.institutions.actions:add_institution",
    "network.institutions.actions:change_institution",
    "network.institutions.actions:set_domains",
    "network.members.actions.accounts:_set_active",
    "network.members.actions.profile:change_profile",
    "network.members.actions.profile:name_member",
    "stories.insights.actions:propose_for_source",
    "stories.insights.actions:recognise",
    "stories.insights.actions:record_reuse",
    "stories.insights.actions:take_back_recognition",
    "stories.insights.actions:withdraw_for_source",
}


def of_subjects(functions: dict[str, Function]) -> list[Function]:
    """Give the functions that write for a subject and may be called outside any transaction."""
    open_ones = unprotected(functions, held=lambda name: bool(HELD.search(name)))
    return [each for each in in_actions(functions) if each.name in open_ones and not each.name.startswith(APART)]


def split(functions: dict[str, Function]) -> set[str]:
    """Give the names of those that write twice, or hold a row, outside the transaction they begin."""
    writing = doing(functions, "write")
    found = set()
    for function in of_subjects(functions):
        outside = [step for step in function.steps if not step.is_inside]
        writes = [step for step in outside if step.what == "write" or step.what in writing]
        if len(writes) > 1 or any(step.what == "lock" for step in outside):
            found.add(function.name)
    return found


def unheld(functions: dict[str, Function]) -> set[str]:
    """Give the names of those that begin a transaction in which no row is held before the first write."""
    locking = doing(functions, "lock")
    found = set()
    for function in of_subjects(functions):
        for block in function.blocks:
            inside = [step.what for step in function.steps if step.block == block]
            before = inside[: inside.index("write")] if "write" in inside else inside
            if "lock" not in before and locking.isdisjoint(before):
                found.add(function.name)
    return {name for name in found if not DELETES.search(name)}


def loose(*, instead: Mapping[str, str] | None = None) -> set[str]:
    """Give the names of those that are called a lock, and read a row without holding it."""
    found = set()
    for path in sorted(each for app in APPS for each in (ROOT / app).rglob("actions/*.py")):
        name = path.relative_to(ROOT).as_posix()
        module = name.removesuffix(".py").replace("/", ".")
        for function in ast.walk(ast.parse((instead or {}).get(name) or path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and LOCKS.match(function.name) and not module.startswith(APART):
                called = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
                # Of a chain of calls only the whole.
                parts = {id(each.func.value) for each in called if isinstance(each.func, ast.Attribute)}
                reads = [ast.unparse(each) for each in called if id(each) not in parts]
                if any(".objects." in read and not HOLDS_OR_WRITES.search(read) for read in reads):
                    found.add(f"{module}:{function.name}")
    return found


def test_what_is_called_a_lock_reads_only_what_it_holds():
    assert loose() == READS_BESIDE


def test_what_is_written_together_is_one_transaction():
    assert split(read()) == ONE_BY_ONE


def test_a_change_holds_a_row_before_it_decides():
    assert unheld(read()) == DECIDES_NOTHING | SETS_FIRST


@pytest.mark.parametrize(
    ("guard", "gone", "named"),
    [
        pytest.param("with transaction.atomic():", "if True:", split, id="transaction"),
        pytest.param("select_for_update()", "all()", unheld, id="lock"),
    ],
)
def test_one_that_goes_missing_is_named(guard, gone, named):
    path = "events/feeds/actions.py"
    text = (ROOT / path).read_text(encoding="utf-8")
    before, after = named(read()), named(read(instead={path: text.replace(guard, gone)}))

    assert {"events.feeds.actions:make_feed", "events.feeds.actions:renew_feed"} <= after - before


def begins_with_its_row(functions: dict[str, Function]) -> bool:
    """Say whether publishing a page holds it before it decides; the rest of portal/ has rules of its own (APART)."""
    first = functions["portal.shared.pages.models:BasePage.publish"].steps[0]
    return first.what == "lock" and first.is_inside


def test_publishing_holds_the_page_before_it_decides_who_may():
    path = "portal/shared/pages/models.py"
    text = (ROOT / path).read_text(encoding="utf-8")

    assert begins_with_its_row(read())
    assert not begins_with_its_row(read(instead={path: text.replace("objects.select_for_update()", "objects.all()")}))


def test_a_lock_that_holds_one_of_its_two_rows_is_named():
    path = "events/offers/actions/locking.py"
    text = (ROOT / path).read_text(encoding="utf-8")
    broken = text.replace("PlacementRequest.objects.select_for_update()", "PlacementRequest.objects.all()")

    assert loose(instead={path: broken}) - READS_BESIDE == {"events.offers.actions.locking:lock_listings"}
