"""Log records as JSON, through structlog."""

from typing import Any

import structlog
from django.conf import settings


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
    status = getattr(record, "status_code", None)
    return event if status is None else event | {"status": status}


def _without_people(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    for raised in event.get("exception") or ():
        first, *_more = str(raised.get("exc_value", "")).split("\n")
        raised["exc_value"] = settings.PORTAL_SECRET_PATHS.sub(r"\1***\3", first)
        raised.pop("exc_notes", None)
    return event
