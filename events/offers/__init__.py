"""Places to join a colleague for a day, and wishes to do so."""
