"""What may be told of an error to a service outside: where in the code, never who or what was typed."""

from typing import Any

_TOLD_OF_A_REQUEST = ("method",)
_TOLD_OF_AN_EXCEPTION = ("type", "module", "stacktrace", "mechanism")


def without_people(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Leave of a report only what can't be about people.

    The words of an exception may repeat what someone typed, an address may hold a secret or a question: both are left
    out. The id of the request stays, by which the operator finds the line in the log.

    Parameters:
        event: As sentry_sdk is about to send it.
        hint: Not looked at.
    """
    # Settings load this module before the middleware can be.
    from portal.shared.http import current_request_id  # noqa: PLC0415

    request = event.get("request") or {}
    kept = {name: value for name, value in event.items() if name not in ("request", "user", "breadcrumbs", "extra")}
    kept["request"] = {name: request[name] for name in _TOLD_OF_A_REQUEST if name in request}
    kept["tags"] = {"request": current_request_id()}
    if "exception" in event:
        kept["exception"] = {
            "values": [
                {name: one[name] for name in _TOLD_OF_AN_EXCEPTION if name in one}
                for one in event["exception"].get("values", ())
            ]
        }
    if "logentry" in event:
        kept["logentry"] = {"message": event["logentry"].get("message", "")}
    return kept


# For sentry_sdk: nothing about people is collected, and what comes along all the same is left out.
CAREFUL: dict[str, Any] = {
    "before_send": without_people,
    "include_local_variables": False,
    "max_request_body_size": "never",
    "max_breadcrumbs": 0,
    # Else every request to others would carry an id of ours.
    "trace_propagation_targets": [],
}
