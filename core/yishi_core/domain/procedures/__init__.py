"""All work on one topic: the case, its steps, its walk groups (domain.md 2.7, 2.8)."""
