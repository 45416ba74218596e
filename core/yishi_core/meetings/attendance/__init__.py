"""Who came to a plenary meeting (domain.md 5.10)."""
