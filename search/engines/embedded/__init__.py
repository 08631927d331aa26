"""The engine in the database; the default, and what answers when another engine is down."""
