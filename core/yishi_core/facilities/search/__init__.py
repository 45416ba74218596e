"""Finding records by what is written in them (design.md 8)."""
