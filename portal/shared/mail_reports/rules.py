"""What a report of a mail service means, on plain values."""

from portal.shared.outbox.states import MailReport

# Anymail's normalised names; it has no constants that say which of them matter to us.
_REASONS_OF_REFUSAL = {
    "bounced": MailReport.BOUNCED,
    "invalid": MailReport.BOUNCED,
    "spam": MailReport.COMPLAINED,
    "unsubscribed": MailReport.UNSUBSCRIBED,
}


def report_of(*, event_type: str, reject_reason: str | None, is_soft: bool) -> MailReport | None:
    """Say what became of a mail.

    Parameters:
        event_type: Anymail's name of the event, e.g. "bounced".
        reject_reason: Anymail's reason, e.g. "invalid".
        is_soft: The service says that this bounce may pass.

    Returns:
        The report, or None for what tells nothing of an address (opened, clicked, queued, refused for its words).

    Source: RELIABILITY G27, "soft bounce ≠ hard".
    """
    if event_type == "delivered":
        return MailReport.DELIVERED
    if event_type == "complained":
        return MailReport.COMPLAINED
    if event_type == "unsubscribed":
        return MailReport.UNSUBSCRIBED
    if event_type == "deferred" or (event_type == "bounced" and is_soft):
        return MailReport.DELAYED
    if event_type == "bounced":
        # Blocked for its words or sender: the address itself is good.
        return MailReport.DELAYED if reject_reason in ("blocked", "timed_out", "other") else MailReport.BOUNCED
    return _REASONS_OF_REFUSAL.get(reject_reason or "") if event_type == "rejected" else None
