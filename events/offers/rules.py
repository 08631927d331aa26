"""Numbers and decisions of offers and wishes, on plain values."""

MOST_PLACES = 20
MOST_HALF_DAYS = 20
