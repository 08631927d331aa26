"""Real migrations build the database that the models describe; the rest of the suite runs without them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.layers import APPS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def manage(tmp_path):
    """Run manage.py on an empty SQLite file of its own."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    return run


def test_models_have_no_change_without_migration(manage):
    assert manage("makemigrations", "--check", "--dry-run").strip() == "No changes detected"


@pytest.mark.thorough
def test_migrations_run_on_an_empty_database_and_leave_nothing_to_do(manage):
    manage("migrate", "--verbosity=0")

    # Only apps with migrations are listed, so that an app whose models have none is missing here.
    applied = set(re.findall(r"^(\w+)\n \[X\]", manage("showmigrations", "--list"), re.M))
    with_models = {config.label for config in apps.get_app_configs() if config.label in APPS and [*config.get_models()]}
    assert with_models - applied == set()
    assert manage("migrate", "--plan").strip().endswith("No planned migration operations.")
