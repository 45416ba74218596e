"""Which plugins are switched on where (design.md 7)."""
