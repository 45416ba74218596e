"""Minutes of a consultation: drafted, then confirmed (domain.md 2.8)."""
