"""Duty reports and survey reports (domain.md 2.10, 4.2)."""
