"""Where errors are reported, for operators who want to be told at once."""

from django.core.exceptions import ImproperlyConfigured

from portal.shared.error_reports import CAREFUL


def report_errors(dsn: str) -> None:
    """Report errors to a service that speaks Sentry's language; with an empty address nothing is loaded or sent.

    Raises:
        ImproperlyConfigured: The address is none of such a service.
    """
    if not dsn:
        return
    # Slow import, and an extra of production only.
    import sentry_sdk  # noqa: PLC0415
    from sentry_sdk.utils import BadDsn  # noqa: PLC0415

    try:
        sentry_sdk.init(dsn=dsn, **CAREFUL)
    except BadDsn as error:
        raise ImproperlyConfigured(
            "PORTAL_SENTRY_DSN is no address of an error service; write https://KEY@HOST/NUMBER."
        ) from error
