"""Checks of the settings of a real server (`manage.py check --deploy`), each with an id of ours."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.http.request import validate_host

ENGINES = ("embedded", "elasticsearch")


@register(Tags.security, deploy=True)
def check_reports_of_mail(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """portal.E001: anybody could report that an address bounces (RELIABILITY G27). Only web takes reports."""
    if (
        settings.PORTAL_PROCESS in ("", "web")
        and settings.PORTAL_MAIL_SERVICE
        and not settings.ANYMAIL.get("WEBHOOK_SECRET")
    ):
        return [
            Error(
                "The mail service may report, but its reports need no secret.",
                hint="Set PORTAL_MAIL_WEBHOOK_SECRET to user:password.",
                id="portal.E001",
            )
        ]
    return []


@register(deploy=True)
def check_sender(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """portal.W002: mail is sent from an address that nobody has."""
    unreal = [
        name
        for name, value in (
            ("PORTAL_MAIL_FROM", settings.DEFAULT_FROM_EMAIL),
            ("PORTAL_CONTACT_EMAIL", settings.PORTAL_CONTACT_EMAIL),
        )
        if value.rstrip("> ").endswith(".example")
    ]
    return [
        checks.Warning(f"{name} is an address for examples.", hint="Set it to an address of yours.", id="portal.W002")
        for name in unreal
    ]


@register(Tags.security, deploy=True)
def check_base_address(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """portal.E003: links in mails and calendars would lead elsewhere, or without encryption."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    if address.scheme == "https" and validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "PORTAL_BASE_URL is not an https address of one of PORTAL_HOSTS.",
            hint="Links in mails and calendars begin with it, e.g. https://portal.example.nl.",
            id="portal.E003",
        )
    ]


@register(deploy=True)
def check_search(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """portal.E004: the chosen search engine can't be asked."""
    engine, address = settings.PORTAL_SEARCH_ENGINE, settings.PORTAL_ELASTICSEARCH_URL
    if engine in ENGINES and (engine != "elasticsearch" or address):
        return []
    return [
        Error(
            f"PORTAL_SEARCH_ENGINE is {engine!r}, and PORTAL_ELASTICSEARCH_URL is {'set' if address else 'empty'}.",
            hint="Choose embedded, or elasticsearch with the address of its server.",
            id="portal.E004",
        )
    ]


@register(Tags.security, deploy=True)
def check_private_files(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """portal.E005: files that are for some people only would stand where anybody reads them."""
    # In development nothing is collected: STATIC_ROOT is None.
    public = [Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if folder]
    wrong = [
        name
        for name, folder in (("uploads", settings.MEDIA_ROOT), ("private files", settings.PORTAL_PRIVATE_DIR))
        if any(Path(folder).resolve().is_relative_to(one) for one in public)
    ]
    return [
        Error(
            f"The folder for {name} stands inside one that is served to everybody.",
            hint="Set PORTAL_VAR_DIR or PORTAL_PRIVATE_DIR to a folder outside it.",
            id="portal.E005",
        )
        for name in wrong
    ]
