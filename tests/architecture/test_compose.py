"""The composition of production names what the settings read, and opens nothing but the proxy."""

import re
from pathlib import Path

from tests.architecture.test_settings import WHOLE, read_from_the_environment

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")


def given_to_the_portal() -> set[str]:
    block = COMPOSE.partition("environment: &environment")[2].partition("secrets:")[0]
    return {name.removesuffix("_FILE") for name in re.findall(r"^    (PORTAL_[A-Z_]+):", block, re.M)}


def test_composition_gives_every_setting_that_production_needs():
    assert set(WHOLE) <= given_to_the_portal()


def test_composition_gives_no_setting_that_nobody_reads():
    assert given_to_the_portal() <= read_from_the_environment()


def test_only_the_proxy_is_open_to_the_outside():
    services = re.split(r"^  (\w+):$", COMPOSE.partition("\nservices:")[2].partition("\nsecrets:")[0], flags=re.M)
    opened = {name for name, body in zip(services[1::2], services[2::2], strict=True) if "ports:" in body}

    assert opened == {"proxy"}


def test_example_has_every_name_the_composition_asks_for():
    asked = set(re.findall(r"\$\{(\w+):\?", COMPOSE))
    example = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))

    assert asked <= example
