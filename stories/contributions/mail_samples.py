"""Sample values of the mails about contributions."""

from datetime import UTC, datetime

from portal.shared.outbox.previews import register_mail_sample
from stories.contributions.states import Kind

SITE = "https://bruggenbouwen.example"


def _member(**more: object) -> dict[str, object]:
    return {
        "given_name": "Noor",
        "title": "Koffie met het team",
        "url": f"{SITE}/mijn/bijdragen/voorbeeld/",
        **more,
    }


def _submitted() -> dict[str, object]:
    return _member(kind=Kind.STORY.label, writer="Noor Verhagen", note="De foto volgt nog.")


def _changes() -> dict[str, object]:
    return _member(comment="Noem ook wat er misging. Dat helpt een collega het meest.")


def _published() -> dict[str, object]:
    return _member(page_url=f"{SITE}/verhalen/koffie-met-het-team/")


def _invitation() -> dict[str, object]:
    return _member(
        reader="Femke",
        asked_by="Noor Verhagen",
        message="Klopt wat ik over jouw les schrijf?",
        expires_at=datetime(2026, 12, 7, 12, tzinfo=UTC),
        url=f"{SITE}/meelezen/voorbeeld/",
    )


def _answered() -> dict[str, object]:
    return _member(reader="Femke", agrees=False, comment="Het was in week 12, niet in week 10.")


SAMPLES = {
    "contribution_received": _member,
    "contribution_submitted": _submitted,
    "contribution_changes": _changes,
    "contribution_published": _published,
    "review_invitation": _invitation,
    "review_answered": _answered,
}


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name, context in SAMPLES.items():
        register_mail_sample(app="stories", name=name, context=context)
