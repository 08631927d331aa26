"""Log records as JSON, through structlog."""

from typing import Any

import structlog


def json_lines() -> structlog.stdlib.ProcessorFormatter:
    """Give a formatter that writes one JSON object per record: time (UTC), level, logger, request, event, exception.

    Of an exception the kinds, words and places are written, never the values of variables: those may be about people.
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
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _with_request(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    record = event["_record"]
    event["request"] = getattr(record, "request_id", "-")
    status = getattr(record, "status_code", None)
    return event if status is None else event | {"status": status}
