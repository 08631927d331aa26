"""A member proposes a meetup; it goes through the same moderation as what members write."""
