"""Pages of exchanges."""
