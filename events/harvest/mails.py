"""What is mailed after a date, and about promises. Actions put these in the outbox in their transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from events.harvest.models import Promise
from events.harvest.rules import feedback_closes_at
from events.meetup_pages.models import MeetupPage
from events.registrations.afterwards import lines_for_mail
from events.registrations.mails import Addressee, addressee_of, when_in_words
from events.registrations.models import Registration
from portal.shared.links.actions import make_link
from portal.shared.media.access import is_open
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.templates import render_mail
from portal.shared.outbox.topics import unsubscribe_url

APP = "events/harvest"
NAMES = ("afterwards", "promise_asked", "promise_changed", "promise_week", "promise_day")
TOPIC = "afterwards"
FEEDBACK_LINK = "harvest.feedback"
PROMISE_LINK = "harvest.promise"
# So long after its day a guest can still say that a promise is kept.
PROMISE_LINK_STAYS = timedelta(days=60)


def purpose_of(name: str) -> str:
    """Give the purpose of one of NAMES."""
    return f"events.harvest_{name}"


def feedback_path(registration: Registration, *, at: datetime) -> str:
    """Give the path at which someone says how it was without signing in; makes the link it holds.

    Parameters:
        registration: With its date.
        at: Now, before answering closes.
    """
    _link, token = make_link(
        purpose=FEEDBACK_LINK,
        subject_kind="registration",
        subject_key=registration.key,
        valid_for=feedback_closes_at(registration.occurrence.ends_at) - at,
        at=at,
        max_uses=None,
    )
    return reverse("harvest:feedback", args=[token])


def post_afterwards(registration: Registration, *, at: datetime) -> OutboxMail | None:
    """Thank someone who took part, with the materials and what else there is; once per registration.

    Parameters:
        registration: With `member` and `occurrence.meetup.page`.
        at: Now.

    Returns:
        The row of the outbox; None when there is nobody to tell.
    """
    to = addressee_of(registration)
    if to is None:
        return None
    page = registration.occurrence.meetup.page
    with translation.override(to.language):
        context = {
            "title": page.title,
            "when": when_in_words(registration.occurrence),
            "page_path": (page.get_url() or "") if page.live else "",
            "materials": materials_of(page) if page.live else [],
            "lines": lines_for_mail(registration, at=at),
            "stop": unsubscribe_url(key=to.key, topic=TOPIC) if to.key else "",
        }
    return _post("afterwards", to, occasion=registration.key, context=context, at=at)


def materials_of(page: MeetupPage) -> list[dict[str, str]]:
    """Give title and whole address of the materials that anyone may open."""
    site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    found = []
    for row in page.materials.select_related("document"):
        is_file = row.document is not None and is_open(row.document)
        address = f"{site}{row.document.url}" if is_file else row.address
        if address:
            found.append({"title": row.title, "address": address})
    return found


def post_promise(name: str, promise: Promise, *, occasion: str, at: datetime) -> OutboxMail | None:
    """Write to the person who keeps a promise.

    Parameters:
        name: "promise_asked", "promise_changed", "promise_week" or "promise_day".
        promise: With `member`, `guest__member` and `harvest__occurrence__meetup__page`.
        occasion: With the promise and the name it makes the occasion, which is mailed once.
        at: Now.

    Returns:
        The row of the outbox; None when there is nobody to tell.
    """
    to = _keeper(promise)
    if to is None:
        return None
    with translation.override(to.language):
        context = {
            "title": promise.harvest.occurrence.meetup.page.title,
            "when": when_in_words(promise.harvest.occurrence),
            "promise": promise.text,
            "due": date_format(promise.due_on, "l j F Y"),
            "path": _promise_path(promise, to, at=at),
        }
    keeper = to.key or (promise.guest.key if promise.guest else "")
    return _post(name, to, occasion=f"{promise.key}:{keeper}:{occasion}", context=context, at=at)


def _keeper(promise: Promise) -> Addressee | None:
    if promise.member is not None:
        # An unsaved registration, so that a member is addressed in one way only.
        return addressee_of(Registration(member=promise.member))
    return addressee_of(promise.guest) if promise.guest is not None else None


def _promise_path(promise: Promise, to: Addressee, *, at: datetime) -> str:
    if to.key:
        return reverse("harvest:own_promise", args=[promise.key])
    days_left = timedelta(days=max((promise.due_on - at.date()).days, 0))
    _link, token = make_link(
        purpose=PROMISE_LINK,
        subject_kind="promise",
        subject_key=promise.key,
        valid_for=days_left + PROMISE_LINK_STAYS,
        at=at,
        max_uses=None,
    )
    return reverse("harvest:guest_promise", args=[token])


def _post(name: str, to: Addressee, *, occasion: str, context: Mapping[str, object], at: datetime) -> OutboxMail:
    purpose = purpose_of(name)
    text = render_mail(app=APP, name=name, context={"name": to.name, **context}, language=to.language, purpose=purpose)
    message = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{occasion}",
        to=to.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind=to.kind,
        recipient_key=to.key,
    )
    return post(message, at=at)
