"""Recurring days and the proof that they were held (domain.md 2.16)."""
