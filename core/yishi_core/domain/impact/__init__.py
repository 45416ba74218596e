"""The changes that the work brought about (domain.md 2.18)."""
