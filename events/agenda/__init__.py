"""The agenda and the page of a meetup, as readers see them: list, months, nearness, seats in words."""
