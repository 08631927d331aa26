"""Who comes to which date: sign-up, waitlist, pairs, guests and whole series."""
