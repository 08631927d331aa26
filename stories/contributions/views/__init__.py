"""Delivery of contributions: the member's own pages, the form, reading in advance."""
