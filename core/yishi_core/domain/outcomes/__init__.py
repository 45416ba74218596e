"""Outcomes that somebody should act on, and the chain 交—督—复 (domain.md 2.9)."""
