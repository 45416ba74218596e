"""Regions, organisations and their tree (domain.md 2.2)."""
