"""Log records as JSON, through structlog."""

from typing import Any

import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac

# What a line may say besides its words, when the code that wrote it gave it.
_MARKS = ("member", "client")
MARK_LENGTH = 12


def mark_of(who: str) -> str:
    """Give a mark for a person or an address: the same each time, and nobody reads from it who or what it was.

    Parameters:
        who: Key of a member, or address of a client; a mark of nothing is "-".
    """
    if not who:
        return "-"
    return salted_hmac("portal.shared.log_lines", who, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def json_lines() -> structlog.stdlib.ProcessorFormatter:
    """Give a formatter that writes one JSON object per record: time (UTC), level, logger, request, event, exception.

    Of an exception the kind, the place and the first line of its words are written: never the values of variables, nor
    what a database adds of the row (PostgreSQL's DETAIL). Secrets in addresses are masked there too.
    """
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _with_request,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
            ),
            _without_people,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _with_request(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    record = event["_record"]
    event["request"] = getattr(record, "request_id", "-")
    marks = {name: getattr(record, name) for name in _MARKS if hasattr(record, name)}
    status = getattr(record, "status_code", None)
    if status is not None:
        event["status"] = status
        # Django's own lines about refused requests bring the request; who sent it counts when that is known already.
        user = getattr(getattr(record, "request", None), "_cached_user", None)
        marks |= {"member": mark_of(user.key)} if user is not None and user.is_authenticated else {}
    return event | marks


def _without_people(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    for raised in event.get("exception") or ():
        first, *_more = str(raised.get("exc_value", "")).split("\n")
        raised["exc_value"] = settings.PORTAL_SECRET_PATHS.sub(r"\1***\3", first)
        raised.pop("exc_notes", None)
    return event
