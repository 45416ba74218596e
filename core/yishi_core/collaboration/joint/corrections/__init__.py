"""What was entered of a joint case is put right (domain.md 2.17)."""
