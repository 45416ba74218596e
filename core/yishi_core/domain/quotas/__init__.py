"""What is to be done in a week, a month, a year, and how far it is done (domain.md 2.12)."""
