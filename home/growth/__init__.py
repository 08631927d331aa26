"""What grows, for the programme team: per month and per school, each figure with the rows it was counted from."""
