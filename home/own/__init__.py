"""One own page: what waits for someone, and where their things are."""
