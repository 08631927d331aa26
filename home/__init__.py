"""home: front door."""
