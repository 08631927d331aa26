"""After a date: what people thought of it, what came of it, and the promises that come back."""
