"""What the coordinator of a school does: confirm who works there."""
