"""Logging: plain lines for people, or one JSON object per line for whoever collects logs. To standard error."""

from django.core.exceptions import ImproperlyConfigured

FORMATS = ("json", "plain")


def logging_of(form: str) -> dict:
    """Give the LOGGING setting.

    Parameters:
        form: "json" or "plain".

    Returns:
        A mapping for logging.config.dictConfig. Every record carries the id of its request, and addresses with a
        secret in them are masked (RELIABILITY G26).

    Raises:
        ImproperlyConfigured: Another form.
    """
    if form not in FORMATS:
        raise ImproperlyConfigured(f"PORTAL_LOG_FORMAT is {form!r}; choose from {', '.join(FORMATS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "portal.shared.http.RequestIdFilter"},
            "secret_paths": {"()": "portal.shared.http.SecretPathFilter"},
        },
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
            "json": {"()": "portal.shared.log_lines.json_lines"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id", "secret_paths"]}
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"portal": {"level": "INFO"}, "django.server": {"level": "WARNING"}},
    }
