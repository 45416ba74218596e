"""交 and 复: handing an outcome to a unit, and the unit's answer (domain.md 2.9)."""
