"""Nothing that people type gets out of its place: no formula in a cell, no line of its own in a header, mail or feed.

Every address that gives a file is found by asking all of them, with such words in every column of text (G28).
"""

import csv
import io
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import chain
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from events.feeds.actions import make_feed, token_of_feed
from events.meetups.states import OccurrenceState
from events.models import Occurrence
from portal.shared.outbox.actions import post
from portal.shared.outbox.envelope import send_now
from portal.shared.outbox.messages import Attachment, OutgoingMail
from tests.answers import put_away
from tests.events.calendars.ics import lint
from tests.fuzz.filling import fill
from tests.fuzz.world import ADMIN, World, undone
from tests.security.actors import ANONYMOUS, MEMBER

pytestmark = [
    pytest.mark.django_db,
    # Wagtail opens a document also when it answers that nothing changed, and leaves it to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "＝", " =", '"=', "=\r\n")
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
# A token, a quoted text, or an encoded one (RFC 6266, 4.1); nothing in it ends a line.
DISPOSITION = re.compile(
    r"(?:inline|attachment)(?:; filename=\"(?:[^\"\\\x00-\x1f\x7f]|\\[\"\\])*\")?"
    r"(?:; filename\*=utf-8''[\w.~!$&+%^`|#-]+)?",
    re.ASCII,
)
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def hostile_words(place: int, longest: int) -> str:
    return f"{STARTS[place % len(STARTS)]}{place}+1|cmd\r\nX-Injected: ja\r\nATTENDEE:mailto:a@b.example"[:longest]


@pytest.fixture(scope="module")
def filled(world):
    """A site in whose every column of text stands what would be a formula, or a line of its own."""
    filled_columns = fill(hostile_words)
    assert len(filled_columns) > 60
    return world


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def cells_of(response) -> list[str]:
    """Give every text cell of a download, headings included."""
    data, kind = bytes_of(response), response.headers["Content-Type"]
    if kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        return [cell for row in rows for cell in row if not NUMBER.fullmatch(cell)]
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def lists_of_the_editor(world: World) -> list[str]:
    """Give every list in /beheer/ that can be downloaded, Wagtail's own among them."""
    return [
        route
        for route in world.desk_routes
        if issubclass(getattr(world.routes[route].view, "view_class", object), SpreadsheetExportMixin)
        and not route.endswith(("resultaten/", "results/"))
    ]


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=pytest.mark.thorough)])
def test_no_list_of_the_editor_holds_a_formula(filled, kind):
    held, downloaded = {}, set()
    for route in lists_of_the_editor(filled):
        response = filled.ask(ADMIN, "GET", filled.path(route, {}), QUERY_STRING=f"export={kind}")
        if response.status_code == 200 and response.headers.get("Content-Disposition"):
            downloaded.add(route)
            if found := [cell for cell in cells_of(response) if FORMULA.match(cell)]:
                held[route] = found[:2]

    assert held == {}
    assert len(downloaded) >= 10
    assert {"beheer/reports/site-history/", "beheer/redirects/", "beheer/onderbouwing/"} <= downloaded


def answers(world: World):
    """Give the answer of every address of ours, as its owner and as a visitor."""
    for who in (MEMBER, ANONYMOUS):
        for route in world.own_routes:
            response = world.ask(who, "GET", world.path(route, {}))
            yield who, route, response
            put_away(response)


@pytest.mark.thorough
def test_no_file_of_a_member_holds_a_formula_or_a_line_of_its_own(filled):
    wrong, kinds = {}, {}
    for who, route, response in chain(calendars(filled), answers(filled)):
        disposition, kind = response.headers.get("Content-Disposition", ""), response.headers.get("Content-Type", "")
        if response.status_code != 200:
            continue
        if disposition and not DISPOSITION.fullmatch(disposition):
            wrong[who, route] = disposition
        kinds.setdefault(kind.partition(";")[0], set()).add(route)
        if kind.startswith(("text/csv", "application/vnd.openxml")):
            if found := [cell for cell in cells_of(response) if FORMULA.match(cell)]:
                wrong[who, route] = found[:2]
        elif kind.startswith("text/calendar"):
            # Refuses what is no line of a calendar: a bare CR or LF, a line without a name, one that is too long.
            lines = lint(bytes_of(response))
            if any(line.startswith(("ATTENDEE", "X-Injected", "X-INJECTED")) for line in lines):
                wrong[who, route] = "a line of its own"
        elif kind.startswith("application/atom"):
            ElementTree.fromstring(bytes_of(response))  # noqa: S314 - our own words

    assert wrong == {}
    assert {"text/csv", "text/calendar", "application/atom+xml"} <= set(kinds)
    assert len(kinds["text/calendar"]) >= 3


def calendars(world: World):
    """Give the calendars whose address holds a secret, or names a meetup that is online."""
    feed = make_feed(member=world.place["people"][MEMBER], at=timezone.now())
    date = Occurrence.objects.filter(meetup__page__live=True, state=OccurrenceState.PLANNED).first()
    start = f"/agenda/{date.meetup.page.slug}"
    for path in (f"/mijn/agenda/{token_of_feed(feed)}.ics", f"{start}/agenda.ics", f"{start}/{date.key}.ics"):
        yield ANONYMOUS, path, world.ask(ANONYMOUS, "GET", path)


HEADER_TEXT = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda start, end, line: f"{start}{line}Bcc: iedereen@elders.example{line}{end}",
        st.text(max_size=20),
        st.text(max_size=20),
        st.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x1c"]),
    ),
).map(lambda text: text.replace("\x00", ""))  # no row of PostgreSQL holds it; forms refuse it


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(subject=HEADER_TEXT, name=HEADER_TEXT, header=HEADER_TEXT, filename=HEADER_TEXT)
def test_no_word_adds_a_header_to_a_mail(db, subject, name, header, filename):
    mail.outbox.clear()
    message = OutgoingMail(
        purpose="test.hello",
        idempotency_key="een",
        to="noor@lindenwaard.example",
        subject=f"{subject} van {name}",
        text="Dag",
        headers={"X-About": header},
        attachments=(Attachment(filename, b"x", "text/plain"),),
    )
    with undone():
        row = post(message, at=timezone.now())
        send_now(row)

    assert row.attachments
    [sent] = mail.outbox
    read: EmailMessage = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    names = [key.lower() for part in read.walk() for key in part.keys()]  # noqa: SIM118 - a mail has keys twice
    assert not {"bcc", "x-injected"} & set(names)
    assert read["To"] == "noor@lindenwaard.example"
