"""The one place that reads the environment, and fails in whole sentences when a value is missing or wrong."""

import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from portal.settings.processes import PROCESSES, USED_BY

# A name that PostgreSQL takes without quotes.
_PLAIN = re.compile(r"[a-z_][a-z0-9_]{0,62}")

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def process() -> str:
    """Read which process this is; empty: one that does everything.

    Raises:
        ImproperlyConfigured: There is no such process.
    """
    name = env.str("PORTAL_PROCESS", "")
    if name and name not in PROCESSES:
        raise ImproperlyConfigured(f"PORTAL_PROCESS is {name!r}; choose from {', '.join(PROCESSES)}, or leave it out.")
    return name


def is_used(name: str) -> bool:
    """Say whether this process uses a setting (processes.py)."""
    return not process() or process() in USED_BY.get(name, PROCESSES)


def required(name: str, hint: str) -> str:
    """Read a text setting that has no default.

    Parameters:
        name: Name of the environment variable, e.g. "PORTAL_SECRET_KEY".
        hint: What a good value looks like; shown to the operator.

    Returns:
        The value, never empty where this process uses it.

    Raises:
        ImproperlyConfigured: The variable is missing or empty, or its secret file can't be read.
    """
    value = optional(name, "")
    if not value and is_used(name):
        raise ImproperlyConfigured(f"{name} is missing. Set it in the environment (or {name}_FILE): {hint}.")
    return value


def optional(name: str, default: str) -> str:
    """Read a text setting, from NAME or from the file that NAME_FILE points to (Docker secrets).

    What this process does not use is not read, and has its default.

    Raises:
        ImproperlyConfigured: NAME_FILE names a file that can't be read.
    """
    if not is_used(name):
        return default
    path = env.str(f"{name}_FILE", "")
    if not path:
        return env.str(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path!r}, which can't be read: {error.strerror}.") from error


def flag(name: str, default: bool) -> bool:
    """Read a yes/no setting.

    Raises:
        ImproperlyConfigured: The value is not one of true/false/yes/no/on/off/1/0.
    """
    try:
        return env.bool(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} is {env.str(name)!r}; write true or false.") from error


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """Read a whole number.

    Parameters:
        name: Name of the environment variable.
        default: The number when it is not set.
        least: The smallest number that makes sense.
        most: The largest one.

    Raises:
        ImproperlyConfigured: The value is not a whole number, or outside the bounds.
    """
    try:
        value = env.int(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} is {env.str(name)!r}; write a whole number, e.g. {default}.") from error
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is {value}; write a number from {least} to {most}, e.g. {default}.")
    return value


def days(name: str, defaults: dict[str, int]) -> dict[str, int]:
    """Read periods in days by name: "messages=180,searches=30"; what is not named keeps its default.

    Raises:
        ImproperlyConfigured: A name is unknown, or a period is no whole number of 1 or more.
    """
    chosen = dict(defaults)
    for pair in names(name, []):
        key, _sign, text = (part.strip() for part in pair.partition("="))
        if key not in defaults:
            raise ImproperlyConfigured(f"{name} names {key!r}; choose from {', '.join(sorted(defaults))}.")
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 36_500):
            raise ImproperlyConfigured(
                f"{name} gives {key} the period {text!r}; write whole days, e.g. {defaults[key]}."
            )
        chosen[key] = int(text)
    return chosen


def names(name: str, default: list[str]) -> list[str]:
    """Read a list, separated by commas; empty items are dropped."""
    return [item.strip() for item in env.list(name, default) if item.strip()]


def database(name: str, default: str, *, is_pooled: bool = False) -> dict:
    """Read a database address and give Django's settings for it, with the options the portal relies on.

    SQLite gets WAL, IMMEDIATE transactions, foreign keys and a busy timeout (RELIABILITY, finding 3): Django's
    defaults answer concurrent sign-ups with "database is locked". PostgreSQL keeps connections for a minute and
    checks them before use, so that the site recovers from a restarted server by itself (RELIABILITY G8).

    Parameters:
        name: Name of the environment variable.
        default: Address when it is not set, e.g. "sqlite:////srv/portal.sqlite3".
        is_pooled: Whether a pooler stands before PostgreSQL that shares connections per transaction.

    Returns:
        A value for DATABASES["default"].

    Raises:
        ImproperlyConfigured: The address can't be read, or names another kind of database.
    """
    address = optional(name, default)
    try:
        config = dict(env.dj_db_url("_PORTAL_UNSET_DATABASE", address))
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} is not a database address; write sqlite:///path or postgresql://user:password@host/name."
        ) from error
    engine = config.get("ENGINE", "")
    options = config.setdefault("OPTIONS", {})
    if engine == "django.db.backends.sqlite3":
        # Opening a connection costs more than most pages' queries: the functions and pragmas are set up each time.
        config["CONN_MAX_AGE"] = 60
        # Each thread has a connection, and each connection such a cache: eight megabytes, four times in a process.
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
        }
    elif engine == "django.db.backends.postgresql":
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        if is_pooled:
            # A cursor of the server lives in one connection, and a pooler may give another one for the next rows.
            config["DISABLE_SERVER_SIDE_CURSORS"] = True
        else:
            # PostgreSQL compiles what it thinks takes long: seconds of compiling for lists that take milliseconds.
            options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    else:
        raise ImproperlyConfigured(f"{name} names {engine!r}; the portal runs on SQLite or PostgreSQL.")
    return config


def account(name: str) -> tuple[str, str] | None:
    """Read whom a database address lets in.

    Parameters:
        name: Name of the environment variable.

    Returns:
        Name and password; None when it is not set.

    Raises:
        ImproperlyConfigured: It is no address of PostgreSQL with a plain name and a password.
    """
    if not optional(name, ""):
        return None
    config = database(name, "")
    user, password = config["USER"], config["PASSWORD"]
    if config["ENGINE"] != "django.db.backends.postgresql" or not (_PLAIN.fullmatch(user) and password):
        raise ImproperlyConfigured(
            f"{name} is not postgresql://user:password@host/name with a user of small letters, digits and _."
        )
    return user, password


def page_cache(name: str, authority: str = "") -> dict[str, dict]:
    """Read the address of the cache service that keeps pages for all processes (portal/shared/caching/common_shelf.py).

    Its time-outs are short: a page is made within them.

    Parameters:
        name: Name of the environment variable.
        authority: File with the certificate of the authority behind a rediss address; empty: one that the system knows.

    Returns:
        What to add to CACHES; nothing when it is not set.

    Raises:
        ImproperlyConfigured: The address names no Redis or Valkey, or there is an authority for one without TLS.
    """
    address = optional(name, "")
    if not address:
        return {}
    if not address.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} is not the address of a cache; write redis://:password@host:6379/0.")
    if authority and not (Path(authority).is_file() and address.startswith("rediss://")):
        raise ImproperlyConfigured(f"PORTAL_CACHE_CA is no file, or {name} does not begin with rediss://.")
    return {
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": address,
            "OPTIONS": {
                "serializer": "portal.shared.caching.common_shelf.PlainBytes",
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
                **({"ssl_ca_certs": authority} if authority else {}),
            },
        }
    }
