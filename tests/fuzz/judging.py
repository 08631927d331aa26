"""Whether the site kept to its word: no error, no long wait, and what must hold after any question."""

import re
import time
import traceback
import warnings
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Count, Q
from django.test import override_settings

from events.models import Occurrence
from events.registrations.states import SEATED
from network.models import Member
from tests.answers import put_away
from tests.fuzz.asks import Ask, sender
from tests.fuzz.world import ADMIN, World, undone
from tests.security.actors import PROGRAMME

LONGEST_SECONDS = 2.0
SECRET = "reports:only-for-this-test-0123456789"
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
# What may be written for someone who only reads: counting, sizes of pictures, and what was searched.
NOTED = {
    "django_session",
    # When a device was last used, every ten minutes at most.
    "usersessions_usersession",
    "shared_ratecount",
    "portal_cache",
    "search_askedsearch",
    "search_word",
    "shared_portalrendition",
    "wagtailcore_referenceindex",
    # allauth notes the address of an account that has none on record yet, Wagtail one's choices in /beheer/.
    "account_emailaddress",
    # Wagtail notes who has a page of /beheer/ open, and, the first time, whether that person hears of comments on it.
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
}
LISTS = ("text/csv", "application/vnd.openxmlformats")
READING = {"GET", "HEAD", "OPTIONS", "TRACE"}
RUNS = re.compile(
    r"<script>window\.__x|\" autofocus onfocus=\"alert\(1\)|<img src=x onerror=alert|href=\"\s*javascript:alert"
)


@dataclass
class Watch:
    """What the database was asked meanwhile."""

    written: set[str] = field(default_factory=set)
    unstorable: set[str] = field(default_factory=set)

    def __call__(self, execute, sql, params, many, context):
        for value in params if isinstance(params, (list, tuple)) else ():
            if isinstance(value, str) and ("\x00" in value or not _is_utf8(value)):
                self.unstorable.add(sql[:60])
        if (match := WRITES.match(sql)) is not None:
            self.written.add(match[1])
        return execute(sql, params, many, context)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def place(error: BaseException) -> str:
    """Name where an error came from: the last line of ours, and the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f
        for f in frames
        if str(settings.BASE_DIR) in f.filename and ".venv" not in f.filename and "/tests/" not in f.filename
    ]
    parts = []
    for frame in [*ours[-1:], frames[-1]] if frames else []:
        short = frame.filename.rpartition("site-packages/")[2].replace(f"{settings.BASE_DIR}/", "")
        parts.append(f"{short}:{frame.name}")
    return " < ".join(dict.fromkeys(reversed(parts)))


def _powers() -> tuple:
    """Count who may do everything, and who is in which group."""
    return Member.objects.filter(is_superuser=True).count(), Member.groups.through.objects.count()


def _seats() -> dict[int, tuple[int, int]]:
    """Give the seats of each date with a limit, and how many of them are taken; not by who was let in above them."""
    seated = Q(registrations__state__in=SEATED, registrations__mode="on_site", registrations__override_reason="")
    dates = Occurrence.objects.filter(seats_on_site__isnull=False).annotate(
        seated=Count("registrations", filter=seated)
    )
    return {date.pk: (date.seats_on_site, date.seated) for date in dates}


def _is_overbooked(before: dict[int, tuple[int, int]]) -> bool:
    """Whether a date took more people than it has seats; an organiser may have fewer seats than there are people."""
    return any(
        seated > max(seats, before[date][1]) and seats == before[date][0]
        for date, (seats, seated) in _seats().items()
        if date in before
    )


def _site_faults(ask: Ask, response, body: bytes) -> list[str]:
    faults = []
    where = response.headers.get("Location", "")
    if where and urlsplit(where).netloc not in ("", "testserver", "127.0.0.1:8000"):
        faults.append("leads away from the site")
    if response.headers.get("Content-Type", "").startswith("text/html") and RUNS.search(
        body.decode("utf-8", "replace")
    ):
        faults.append("shows what was typed as HTML")
    if b"Traceback (most recent" in body:
        faults.append("shows a traceback")
    return faults


@dataclass
class Answer:
    """What came back, how long the processor was busy with it, and what the database was asked meanwhile."""

    response: object
    body: bytes
    seconds: float
    error: BaseException | None
    watch: Watch


def _answered(send) -> Answer:
    watch, body, error, start = Watch(), b"", None, time.process_time()
    with connection.execute_wrapper(watch):
        response = send()
        try:
            body = b"".join(response.streaming_content) if response.streaming else response.content
        except Exception as broken:  # noqa: BLE001 - whatever stops an answer half-way is a fault
            error = broken
    seconds = time.process_time() - start
    put_away(response)
    if getattr(response, "exc_info", None):
        error = response.exc_info[1]
    return Answer(response, body, seconds, error, watch)


def _faults(ask: Ask, answer: Answer) -> list[str]:
    if answer.error is not None:
        return [f"{type(answer.error).__name__}: {place(answer.error)}"]
    faults, written = _site_faults(ask, answer.response, answer.body), answer.watch.written - NOTED
    if answer.response.headers.get("Content-Type", "").startswith(LISTS):
        # That somebody fetched a list is written down in the audit log (docs/decisions.md).
        written -= {"shared_auditline"}
    if answer.response.status_code >= 500:
        faults.append(f"status {answer.response.status_code}")
    if answer.seconds > LONGEST_SECONDS:
        faults.append("takes longer than two seconds")
    if answer.watch.unstorable:
        faults.append(f"hands the database what PostgreSQL refuses: {min(answer.watch.unstorable)}")
    if ask.method in READING and written:
        faults.append(f"writes for someone who reads: {min(written)}")
    return faults


def judged(world: World, ask: Ask) -> list[str]:
    """Ask the site and give what was wrong with its answer, each fault in the words of a kind of fault.

    Whatever was written is undone, so that each question meets the same site.
    """
    for cache in caches.all():
        cache.clear()
    send, powers, seats = sender(world, ask), _powers(), _seats()
    own = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "signing"}
    with (
        undone(),
        warnings.catch_warnings(),
        override_settings(PORTAL_MAIL_SERVICE=ask.service, ANYMAIL=own if ask.service else {}),
    ):
        # A warning is no error in production.
        warnings.simplefilter("ignore")
        answer = _answered(send)
        faults = _faults(ask, answer)
        # After an error the database may answer no more.
        if answer.error is None and answer.watch.written:
            if ask.who not in (ADMIN, PROGRAMME) and _powers() != powers:
                faults.append("gives rights away")
            if _is_overbooked(seats):
                faults.append("has more people than seats")
    return faults
