"""Building standards and coverage (domain.md 2.3, 5.8)."""
