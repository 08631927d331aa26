"""The engine for production, through elasticsearch.dsl."""
