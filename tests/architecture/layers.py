"""Which app stands above which (STYLE 2.3), for the tests that imports alone can't answer."""

LAYERS = {"home": 4, "events": 3, "stories": 3, "network": 2, "search": 1, "shared": 0}
APPS = frozenset(LAYERS)
