"""Terms of the committee, plenary meetings and speeches (domain.md 2.2, 2.10)."""
