"""Matters that may be the same one again (domain.md 2.5, 5.13)."""
