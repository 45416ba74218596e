"""Publications and honours (domain.md 2.15)."""
