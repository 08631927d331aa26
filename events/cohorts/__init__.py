"""Peer courses: a series with a fixed group, its roles, pairs, confidential notes, own calendar and joint story."""
