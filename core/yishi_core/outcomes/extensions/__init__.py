"""More time for a unit: asked before the due day, granted or refused by the office that handed over (domain.md 2.9)."""
