"""Proposals (提案): written, handed in, reviewed, handled, judged (domain.md 2.10)."""
