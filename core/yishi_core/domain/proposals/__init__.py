"""Proposals (提案): written, handed in, reviewed, handled, rated (domain.md 2.10)."""
