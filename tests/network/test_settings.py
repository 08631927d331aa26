"""What production refuses to start with."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

BASE = {
    "PORTAL_SECRET_KEY": "x" * 60,
    "PORTAL_HOSTS": "bruggen.example",
    "PORTAL_BASE_URL": "https://bruggen.example",
    "PORTAL_DATABASE_URL": "postgresql://portaal:geheim@db/portaal",
    "PORTAL_SMTP_HOST": "mail.example",
    "PORTAL_CACHE_URL": "redis://cache:6379/0",
}


@pytest.mark.parametrize(
    ("name", "value"), [("PORTAL_REQUIRE_MFA", "false"), ("PORTAL_DEMO", "true")], ids=["no second factor", "demo"]
)
def test_production_does_not_start_without_its_locks(name, value):
    result = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **BASE, name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} is o" in result.stderr
