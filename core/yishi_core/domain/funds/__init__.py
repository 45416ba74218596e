"""Money for the work (domain.md 2.14)."""
