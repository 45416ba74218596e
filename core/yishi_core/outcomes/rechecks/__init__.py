"""Looking again, each year, at what could not be solved (domain.md 2.9, class C)."""
