"""Production's settings, read in this process from given values and nothing of this machine's."""

import os
import runpy
import sys
from collections.abc import Mapping

import portal.settings


def settings_of_production(monkeypatch, values: Mapping[str, str]) -> dict:
    """Give every setting that a server would start with.

    Parameters:
        monkeypatch: The test's own; puts environment and modules back.
        values: The environment, by the names of the README.

    Raises:
        ImproperlyConfigured: A server would not start.
    """
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        monkeypatch.delenv(name)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    # The settings of the suite imported this one already, with the suite's environment.
    monkeypatch.setattr(portal.settings, "base", sys.modules["portal.settings.base"])
    monkeypatch.delitem(sys.modules, "portal.settings.base")
    return runpy.run_module("portal.settings.production")
