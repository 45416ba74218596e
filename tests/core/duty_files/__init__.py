"""The duty file (domain.md 2.4, 5.10)."""
