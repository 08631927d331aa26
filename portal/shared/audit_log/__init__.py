"""Who did what to what, and when, of acts that others must be able to trust. Lines are added and never changed."""
