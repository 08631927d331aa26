"""When mail to a member comes back: told to that member alone, with what helps."""
