"""How far quotas are done (domain.md 2.12)."""
