"""Writes of contributions: writing, pictures, sending in, reading in advance, following the workflow."""
