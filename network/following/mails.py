"""The digest as a mail."""

from datetime import UTC

from django.conf import settings
from django.urls import reverse

from network.following.models import Digest
from network.following.news import NewsLine, NewsPart
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail
from portal.shared.outbox.topics import unsubscribe_url

APP = "network/following"
PURPOSE = "following.digest"
TOPIC = "digest"


def whole(path: str) -> str:
    """Give a path of the site as people can open it from a mail."""
    return path if path.startswith("http") else settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def occasion(digest: Digest) -> str:
    """Name one digest: whose, and until when it tells what is new."""
    return f"{PURPOSE}:{digest.key}:{digest.covered_until.astimezone(UTC).isoformat()}"


def digest_mail(digest: Digest, lines: list[NewsLine], parts: list[NewsPart]) -> OutgoingMail:
    """Set the news of one member in a mail, in text and HTML: what they follow, and what subjects add."""
    member = digest.member
    context = {
        "given_name": member.given_name,
        "lines": [
            {"kind": line.kind_label, "title": line.title, "url": whole(line.url), "summary": line.summary,
             "because": line.because}
            for line in lines
        ],
        "parts": [
            {
                "title": part.title,
                "lines": [
                    {"title": line.title, "url": whole(line.url), "about": line.about, "summary": line.summary,
                     "is_way": line.is_way}
                    for line in part.lines
                ],
            }
            for part in parts
        ],
        "part_lines": sum(not line.is_way for part in parts for line in part.lines),
        "follows_url": whole(reverse("following:overview")),
        "choices_url": whole(reverse("following:mail_choices")),
        "unsubscribe_url": unsubscribe_url(key=member.key, topic=TOPIC),
    }  # fmt: skip
    text = render_mail(app=APP, name="digest", context=context, language=member.interface_language, purpose=PURPOSE)
    return OutgoingMail(
        purpose=PURPOSE,
        idempotency_key=occasion(digest),
        to=member.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member",
        recipient_key=member.key,
    )
