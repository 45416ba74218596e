"""Rule documents (domain.md 2.2)."""
