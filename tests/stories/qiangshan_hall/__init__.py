"""羌山议事堂, its whole way (domain.md 3.10)."""
