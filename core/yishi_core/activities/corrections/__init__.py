"""Putting right what is recorded of activities, deeds and disputes (domain.md 2.11)."""
