"""The import contracts hold what they say: they saw every module, and they break when a line breaks them."""

import logging
import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in CONFIG["contracts"]}


def modules_on_disk() -> set[str]:
    """Name every module of our apps by its file."""
    found = set()
    for package in CONFIG["root_packages"]:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            in_packages = all(
                (ROOT.joinpath(*parts[:depth]) / "__init__.py").exists() for depth in range(1, len(parts))
            )
            if in_packages:
                found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def test_contracts_see_every_module():
    graph = grimp.build_graph(*CONFIG["root_packages"], cache_dir=None)

    assert len(graph.modules) > 100
    assert modules_on_disk() - graph.modules == set()


def test_layered_apps_are_all_apps():
    layered = {app.strip() for layer in CONTRACTS["apps"]["layers"] for app in layer.split("|")}

    assert {name.split(".")[0] for name in layered} == set(CONFIG["root_packages"])


def test_every_subject_folder_stands_under_the_contract_of_subjects():
    covered = {container.removesuffix(".*") for container in CONTRACTS["subjects"]["containers"]}
    holders = {app for app in CONFIG["root_packages"] if app != "portal"} | {"portal.shared"}

    assert covered == holders


@pytest.fixture
def _loggers_stay():
    """Keep the loggers on: import-linter sets up logging of its own, which switches off every one there is."""
    loggers = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    before = [each.disabled for each in loggers]
    yield
    for each, was_disabled in zip(loggers, before, strict=True):
        each.disabled = was_disabled


@pytest.mark.usefixtures("_loggers_stay")
def test_an_upward_import_breaks_the_contract(tmp_path, monkeypatch, capsys):
    for package, line in {"upper": "", "lower": "from upper import __name__ as above\n"}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(line, encoding="utf-8")
    config = tmp_path / "contracts.ini"
    config.write_text(
        "[importlinter]\nroot_packages =\n    upper\n    lower\n"
        "[importlinter:contract:order]\nname = order\ntype = layers\nlayers =\n    upper\n    lower\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    assert cli.lint_imports(config_filename=str(config), no_cache=True) == cli.EXIT_STATUS_ERROR
    assert "lower is not allowed to import upper" in capsys.readouterr().out
