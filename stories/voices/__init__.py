"""What members say of a text for their own school: recognition and re-use."""
