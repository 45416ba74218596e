"""Proposals of earlier years, entered from paper in one go (domain.md 2.1)."""
