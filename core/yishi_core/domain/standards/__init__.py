"""Building standards of stations and committees, and how far they are met (domain.md 2.3, 5.8)."""
