"""Delivery of looking back: one's own reflection, what the two make of it, and what the programme team reads."""
