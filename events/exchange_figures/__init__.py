"""What exchanges add up to: for the programme team in full, for a school's coordinators without small counts."""
