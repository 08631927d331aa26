"""The databases of the races: a SQLite file of its own, or the suite's PostgreSQL with the tables Django made there."""

import pytest
from django.db import connection


def _address() -> str:
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


@pytest.fixture
def postgres_address(transactional_db):
    """Give the address of the suite's own PostgreSQL database."""
    return _address()


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.django_db(transaction=True)]),
    ]
)
def database_address(request) -> str:
    """Give the address of a database with other connections than ours: empty for a SQLite file of the test's own."""
    return "" if request.param == "sqlite" else _address()
