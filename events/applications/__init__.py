"""Asking for a place, inviting who has a wish, talking about it, and saying yes or no."""
