"""How many townships and villages have an active station (domain.md 2.3, `coverage`)."""
