"""What two people agree on, with consent of their managers, and the days themselves."""
