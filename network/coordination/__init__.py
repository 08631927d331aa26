"""Looking after a school: its coordinators confirm who works there and keep its page."""
