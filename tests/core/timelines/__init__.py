"""The time line of a case (domain.md 3.4)."""
