"""Mail settings in the form the installed Django reads (MAILERS since 6.1, EMAIL_* before)."""

import django

from portal.settings import reader


def mail_settings(*, backend: str, **options: str | int | bool) -> dict:
    """Give the settings for one mail backend.

    Parameters:
        backend: Dotted path of the backend class.
        options: Options of that backend by their MAILERS names (host, port, file_path, …).

    Returns:
        Settings to merge into the module's globals.
    """
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    legacy = {"host": "EMAIL_HOST", "port": "EMAIL_PORT", "file_path": "EMAIL_FILE_PATH", "timeout": "EMAIL_TIMEOUT"}
    legacy |= {"username": "EMAIL_HOST_USER", "password": "EMAIL_HOST_PASSWORD", "use_tls": "EMAIL_USE_TLS"}
    return {"EMAIL_BACKEND": backend} | {legacy[name]: value for name, value in options.items()}


def smtp_from_environment() -> dict:
    """Give SMTP settings from PORTAL_SMTP_*; the time-out keeps a hanging server from holding the worker."""
    return mail_settings(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=reader.required("PORTAL_SMTP_HOST", "name of the mail server, e.g. mail.example.nl"),
        port=reader.number("PORTAL_SMTP_PORT", 587),
        username=reader.optional("PORTAL_SMTP_USER", ""),
        password=reader.optional("PORTAL_SMTP_PASSWORD", ""),
        use_tls=reader.flag("PORTAL_SMTP_TLS", True),
        timeout=10,
    )
