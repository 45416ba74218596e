"""What was reported and what was judged is put right (domain.md 2.9)."""
