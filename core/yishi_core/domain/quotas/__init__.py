"""Quotas for a week, a month or a year, and their progress (domain.md 2.12)."""
