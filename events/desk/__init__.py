"""The organisers' desk of people: who comes to a date, what organisers do with them and write to them."""
