"""Schemes, rules, systems: the documents that an office works by (domain.md 2.2)."""
