"""Points, ranks and what follows from them (domain.md 2.13, 5.10)."""
