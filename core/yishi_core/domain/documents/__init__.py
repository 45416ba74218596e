"""Schemes, rules and systems: the documents by which an office works (domain.md 2.2)."""
