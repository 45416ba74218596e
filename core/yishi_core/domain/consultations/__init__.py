"""Consultation events: attendance, suggestions, agreements (domain.md 2.8, 2.9)."""
