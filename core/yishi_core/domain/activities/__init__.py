"""Duty activities, deeds, disputes and pledges (domain.md 2.11)."""
