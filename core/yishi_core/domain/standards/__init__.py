"""Building standards of stations and committees, and checks of them (domain.md 2.3, 5.8)."""
