"""What a real server refuses to start with: each value that is missing or unsafe is named in a sentence."""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from portal.settings import reader

SHORTEST_KEY, FEWEST_SIGNS = 50, 10
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_INDEX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
ENGINES = ("embedded", "elasticsearch")
REFRESHES = ("true", "wait_for", "false")


def refuse(name: str, reason: str) -> NoReturn:
    """Stop the start.

    Raises:
        ImproperlyConfigured: Always; what is wrong with which setting, and what to do.
    """
    raise ImproperlyConfigured(f"{name} {reason}")


def secret_key() -> str:
    """Read the key that sessions and links are signed with; one that can be guessed lets anybody be anybody."""
    value = reader.required("PORTAL_SECRET_KEY", "at least 50 random characters")
    if len(value) < SHORTEST_KEY or len(set(value)) < FEWEST_SIGNS:
        refuse("PORTAL_SECRET_KEY", "is short or all alike. Make one of at least 50 random characters.")
    if value.startswith(("django-insecure-", "development-only-", "test-only-")):
        refuse("PORTAL_SECRET_KEY", "stands in public code. Make one of at least 50 random characters.")
    return value


def hosts() -> list[str]:
    """Read the names that the site answers to; with a wildcard, mails would hold links to any name a stranger sends."""
    names = reader.names("PORTAL_HOSTS", [])
    if not names:
        refuse("PORTAL_HOSTS", "is missing. Set it to the host names of the site, separated by commas.")
    for name in names:
        if _HOST.fullmatch(name) is None:
            refuse("PORTAL_HOSTS", f"holds {name!r}. Write each whole host name, without port, scheme or wildcard.")
    return names


def base_url(names: Sequence[str]) -> str:
    """Read the address that links in mails and calendars begin with: https, and one of our hosts."""
    value = reader.required("PORTAL_BASE_URL", "the address of the site, e.g. https://bruggen.example.nl").rstrip("/")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        refuse("PORTAL_BASE_URL", "is no address; write e.g. https://bruggen.example.nl.")
    if parts.scheme != "https" or host not in {name.lower() for name in names}:
        refuse("PORTAL_BASE_URL", "is not an https address of one of PORTAL_HOSTS.")
    if parts.path or parts.query or parts.fragment or parts.username:
        refuse("PORTAL_BASE_URL", "holds more than scheme, host and port; leave the rest out.")
    return value


def refuse_demo_and_debug() -> None:
    """Refuse what is for development only."""
    if reader.flag("PORTAL_DEMO", False):
        refuse("PORTAL_DEMO", "is on. The demo accounts share a public password; leave it out in production.")
    if reader.flag("PORTAL_DEBUG", False):
        refuse("PORTAL_DEBUG", "is on. Debug pages show settings and what people typed; leave it out in production.")
    if not reader.flag("PORTAL_REQUIRE_MFA", True):
        refuse("PORTAL_REQUIRE_MFA", "is off. Editors sign in with a second factor; leave it out in production.")


def refuse_unsafe_search() -> None:
    """Refuse an engine that can't be asked, and a name or habit that Elasticsearch would not take."""
    engine = reader.optional("PORTAL_SEARCH_ENGINE", "embedded")
    address = reader.optional("PORTAL_ELASTICSEARCH_URL", "")
    if engine not in ENGINES:
        refuse("PORTAL_SEARCH_ENGINE", f"is {engine!r}; choose embedded or elasticsearch.")
    if engine == "elasticsearch" and not address.startswith(("http://", "https://")):
        refuse("PORTAL_ELASTICSEARCH_URL", "is no http or https address, and PORTAL_SEARCH_ENGINE asks for one.")
    if _INDEX.fullmatch(reader.optional("PORTAL_ELASTICSEARCH_INDEX", "portal-search")) is None:
        refuse("PORTAL_ELASTICSEARCH_INDEX", "is no name of an index; use small letters, digits and hyphens.")
    if reader.optional("PORTAL_ELASTICSEARCH_REFRESH", "true") not in REFRESHES:
        refuse("PORTAL_ELASTICSEARCH_REFRESH", f"is none of {', '.join(REFRESHES)}.")
    authority = reader.optional("PORTAL_ELASTICSEARCH_CA", "")
    if authority and not Path(authority).is_file():
        refuse("PORTAL_ELASTICSEARCH_CA", f"names {authority!r}, which is no file.")


def refuse_unsafe_addresses() -> None:
    """Refuse senders that are no mail addresses, and a school sign-in that is not encrypted."""
    for name, default in (("PORTAL_MAIL_FROM", "noreply@example.nl"), ("PORTAL_CONTACT_EMAIL", "noreply@example.nl")):
        value = reader.optional(name, default)
        # First: what Python reads in such a value differs by version.
        if not value.isprintable():
            refuse(name, "holds a line break or another sign that no header may have.")
        address = parseaddr(value)[1]
        try:
            validate_email(address)
        except ValidationError:
            refuse(name, f"is {value!r}, which is no mail address; write e.g. Bruggen bouwen <noreply@example.nl>.")
    federation = reader.optional("PORTAL_OIDC_URL", "")
    if federation and not federation.startswith("https://"):
        refuse("PORTAL_OIDC_URL", "is not an https address; who someone is may not come over an open line.")


def refuse_unsafe_periods(*, warn_days: int, remove_days: int) -> None:
    """Refuse to remove accounts before their owners were warned."""
    if remove_days <= warn_days:
        refuse("PORTAL_INACTIVE_REMOVE_DAYS", "is not more than PORTAL_INACTIVE_WARN_DAYS; nobody would be warned.")


def refuse_public_folders(*, private: Path, uploads: Path, public: Path) -> None:
    """Refuse folders for some people's files within the one that is served to everybody."""
    for name, folder in (("PORTAL_VAR_DIR", uploads), ("PORTAL_PRIVATE_DIR", private)):
        if folder.resolve().is_relative_to(public.resolve()):
            refuse(name, "puts files for some people into the folder that is served to everybody.")


def refuse_absent_certificate() -> None:
    """Refuse a certificate that is not there: nobody would be warned before it ends."""
    certificate = reader.optional("PORTAL_TLS_CERTIFICATE", "")
    if certificate and not Path(certificate).is_file():
        refuse("PORTAL_TLS_CERTIFICATE", f"names {certificate!r}, which is no file.")


def breached_passwords() -> str:
    """Read which list of leaked passwords is asked; empty: none. Over an open line anybody could answer."""
    value = reader.optional("PORTAL_BREACHED_PASSWORDS_URL", "https://api.pwnedpasswords.com/range/")
    if value and not (value.startswith("https://") and value.endswith("/")):
        refuse("PORTAL_BREACHED_PASSWORDS_URL", "is not an https address that ends in /; leave it empty to ask nobody.")
    return value


def metrics_token() -> str:
    """Read the token that opens the figures; empty: there are none."""
    value = reader.optional("PORTAL_METRICS_TOKEN", "")
    if 0 < len(value) < 20:
        refuse("PORTAL_METRICS_TOKEN", "is shorter than 20 characters. Make it longer, or leave it out.")
    return value
