"""Raw opinions from anybody (domain.md 2.5)."""
