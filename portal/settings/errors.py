"""Where errors are reported, for operators who want to be told at once."""

from portal.shared.error_reports import CAREFUL


def report_errors(dsn: str) -> None:
    """Report errors to a service that speaks Sentry's language; with an empty address nothing is loaded or sent."""
    if not dsn:
        return
    # Slow import, and an extra of production only.
    import sentry_sdk  # noqa: PLC0415

    sentry_sdk.init(dsn=dsn, **CAREFUL)
