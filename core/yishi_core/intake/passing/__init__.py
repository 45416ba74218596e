"""A matter that becomes an opinion or part of a proposal (domain.md 2.5)."""
