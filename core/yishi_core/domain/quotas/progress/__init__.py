"""The progress of quotas (domain.md 2.12)."""
