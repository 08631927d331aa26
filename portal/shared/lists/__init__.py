"""Lists with filters: the same links, counts and pages for every subject."""
