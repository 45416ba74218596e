"""Metrics: how they are declared, written, counted and printed (domain.md 2.20)."""
