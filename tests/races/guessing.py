"""The site in several processes, with a line in a file for each password it checks.

guessing.py make N    make the tables, and N people with a verified address
As a module it is the WSGI application; production code has no switch for this (DECISIONS 26).
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.races.guessing_settings")

from portal.wsgi import application

__all__ = ["application"]

from allauth.account.models import EmailAddress
from django.core.management import call_command

from network.models import Member

PASSWORD = "het-goede-wachtwoord"
_check = Member.check_password


def _check_and_note(self, raw_password):
    with Path(os.environ["GUESSING_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{self.email}\n")
    return _check(self, raw_password)


Member.check_password = _check_and_note


def make(number: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    for n in range(number):
        person = Member.objects.create_user(f"lid{n}@x.example", PASSWORD)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


if __name__ == "__main__":
    make(int(sys.argv[2]))
