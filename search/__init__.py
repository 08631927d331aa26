"""search: one index over everything."""
