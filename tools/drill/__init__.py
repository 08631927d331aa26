"""Drills: a backup put back, and an upgrade from each of the last versions, with real processes and servers."""
