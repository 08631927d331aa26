"""Delivery of offers and wishes."""
