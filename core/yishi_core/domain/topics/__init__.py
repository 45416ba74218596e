"""Matters chosen for consultation (domain.md 2.6)."""
