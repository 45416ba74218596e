"""Arriving at an event: a code on the wall, with which members sign themselves in (domain.md 2.19, 5.13)."""
