"""docs/content-kind.md against the two subjects it takes as its examples: the recipe names what they have."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = (ROOT / "docs" / "content-kind.md").read_text("utf-8")


def files_by_subject() -> dict[str, set[str]]:
    """Give the files that the table of the recipe gives to each subject of its head."""
    head = re.search(r"^\| file \| (.+) \| what goes in \|$", RECIPE, re.M)[1]
    subjects = [re.search(r"`([\w/]+)/`", cell)[1] for cell in head.split("|")]
    rows = re.findall(r"^\| `(\w+\.py)` \| (yes|–) \| (yes|–) \|", RECIPE, re.M)
    return {subject: {row[0] for row in rows if row[place + 1] == "yes"} for place, subject in enumerate(subjects)}


@pytest.mark.parametrize("subject", ["network/selfscan", "stories/routes"])
def test_recipe_lists_the_files_of_its_example(subject):
    there = {path.name for path in (ROOT / subject).glob("*.py")}

    assert files_by_subject()[subject] == there


@pytest.mark.parametrize("subject", ["network/selfscan", "stories/routes"])
def test_example_is_known_where_the_recipe_says(subject):
    app, module = subject.split("/")[0], subject.replace("/", ".")
    registers = "apps.py" if app == "network" else "registrations.py"

    assert f"from {module}.models import" in (ROOT / app / "models.py").read_text("utf-8")
    assert f"from {module} import" in (ROOT / app / registers).read_text("utf-8")
