"""People: members, councils, experts (domain.md 2.4)."""
