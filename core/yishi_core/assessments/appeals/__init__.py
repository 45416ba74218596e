"""A decided score is looked at, disagreed with, and answered for (domain.md 2.13)."""
