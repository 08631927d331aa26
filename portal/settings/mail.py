"""Mail settings in the form the installed Django reads (MAILERS since 6.1, EMAIL_* before)."""

import django
from django.core.exceptions import ImproperlyConfigured

from portal.settings import reader
from portal.shared.mail_reports.services import SERVICES

SHORTEST_SECRET = 30


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
    """Give SMTP settings from PORTAL_SMTP_*; the time-out keeps a hanging server from holding the worker.

    Raises:
        ImproperlyConfigured: There is no server, or its password would go to it unencrypted.
    """
    user, uses_tls = reader.optional("PORTAL_SMTP_USER", ""), reader.flag("PORTAL_SMTP_TLS", True)
    if user and not uses_tls:
        raise ImproperlyConfigured(
            "PORTAL_SMTP_TLS is off while PORTAL_SMTP_USER is set. The password would be sent unencrypted."
        )
    return mail_settings(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=reader.required("PORTAL_SMTP_HOST", "name of the mail server, e.g. mail.example.nl"),
        port=reader.number("PORTAL_SMTP_PORT", 587, least=1, most=65_535),
        username=user,
        password=reader.optional("PORTAL_SMTP_PASSWORD", ""),
        use_tls=uses_tls,
        timeout=10,
    )


def mail_from_environment() -> dict:
    """Give the mail settings of a real server: the service of PORTAL_MAIL_SERVICE with its secrets, or SMTP.

    Raises:
        ImproperlyConfigured: The service is unknown, or a value it needs is missing or too short.
    """
    name = reader.optional("PORTAL_MAIL_SERVICE", "")
    if not name:
        return smtp_from_environment()
    if name not in SERVICES:
        raise ImproperlyConfigured(f"PORTAL_MAIL_SERVICE is {name!r}; choose from {', '.join(sorted(SERVICES))}.")
    service = SERVICES[name]
    given = {
        "key": reader.required("PORTAL_MAIL_SERVICE_KEY", "the key by which the mail service knows the portal"),
        "secret": reader.optional("PORTAL_MAIL_SERVICE_SECRET", ""),
        "domain": reader.optional("PORTAL_MAIL_SERVICE_DOMAIN", ""),
    }
    for part in service.settings:
        setting = f"PORTAL_MAIL_SERVICE_{part.upper()}"
        if not given[part] and reader.is_used(setting):
            raise ImproperlyConfigured(f"{setting} is missing; {name} asks for it.")
    webhook = reader.required("PORTAL_MAIL_WEBHOOK_SECRET", "user:password, at least 30 characters, that reports bring")
    if reader.is_used("PORTAL_MAIL_WEBHOOK_SECRET") and (len(webhook) < SHORTEST_SECRET or ":" not in webhook):
        raise ImproperlyConfigured("PORTAL_MAIL_WEBHOOK_SECRET is not user:password of 30 characters or more.")
    anymail = {theirs: given[ours] for ours, theirs in service.settings.items()}
    anymail |= {"WEBHOOK_SECRET": webhook, "REQUESTS_TIMEOUT": 10}
    if name == "mailgun":
        # Mailgun signs its reports with a key of its own.
        anymail["MAILGUN_WEBHOOK_SIGNING_KEY"] = reader.required(
            "PORTAL_MAIL_SIGNING_KEY", "the key that Mailgun signs its reports with"
        )
        anymail["MAILGUN_API_URL"] = "https://api.eu.mailgun.net/v3"
    return mail_settings(backend=service.backend) | {"ANYMAIL": anymail, "PORTAL_MAIL_SERVICE": name}
