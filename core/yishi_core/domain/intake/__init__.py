"""Matters handed in by anybody (domain.md 2.5)."""
