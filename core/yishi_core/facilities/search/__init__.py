"""Full-text search over records (design.md 8)."""
