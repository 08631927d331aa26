"""Pages and buttons of matching."""
