"""Takes the reports that anymail has read."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.shared.mail_reports.actions import note_report
from portal.shared.mail_reports.rules import report_of
from portal.shared.mail_reports.services import SERVICES

LONGEST_ADDRESS = 254


def receive(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receive anymail's `tracking` signal.

    Raises:
        DatabaseError: It could not be noted; the service then sends it again.
    """
    service = SERVICES[settings.PORTAL_MAIL_SERVICE]
    raw = event.esp_event if hasattr(event.esp_event, "get") else {}
    report = report_of(
        event_type=str(event.event_type), reject_reason=event.reject_reason, is_soft=service.is_soft(raw)
    )
    address, metadata, at = str(event.recipient or ""), event.metadata or {}, timezone.now()
    if report is None or not 3 <= len(address) <= LONGEST_ADDRESS or "\x00" in address:
        return
    key = metadata.get("outbox", "") if isinstance(metadata, dict) else ""
    note_report(
        key=str(key).replace("\x00", "")[:20],
        address=address,
        report=report,
        happened_at=event.timestamp if isinstance(event.timestamp, datetime) else at,
        at=at,
    )
