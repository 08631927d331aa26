"""Every write of offers and wishes."""
