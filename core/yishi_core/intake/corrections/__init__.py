"""What an office entered of a matter is put right (domain.md 2.5)."""
