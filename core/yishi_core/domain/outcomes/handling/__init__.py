"""Handling (交 and 复): assigning an outcome to a unit, and the unit's reply (domain.md 2.9)."""
