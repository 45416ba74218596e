"""What is shown to everybody, and what was won (domain.md 2.15)."""
