"""What conversations on the portal share: posts that can be hidden, reports of them, and what leaders decide.

A subject keeps its own rows, actions and places; docs/concepts.md says what it takes from here.
"""
