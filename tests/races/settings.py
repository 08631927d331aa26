"""The test suite's settings for a process of its own: a SQLite file or PostgreSQL, and a mail server that is there.

RACES_DATABASE_URL is the database, without default, so that no test writes into somebody's own; RACES_MAIL_PORT is
the fake mail server's; RACES_LOCK_TIMEOUT the seconds SQLite waits for a lock.
"""

import os

from portal.settings import reader
from portal.settings.mail import mail_settings
from portal.settings.test import *  # noqa: F403

DATABASES = {"default": reader.database("RACES_DATABASE_URL", "")}
if "RACES_LOCK_TIMEOUT" in os.environ:
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["RACES_LOCK_TIMEOUT"])

globals().update(
    mail_settings(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host="127.0.0.1",
        port=int(os.environ.get("RACES_MAIL_PORT", "1")),
        timeout=5,
    )
)
