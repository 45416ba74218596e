"""督: pressing an outcome forward (domain.md 2.9)."""
