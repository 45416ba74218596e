"""What was printed and broadcast about the work (domain.md 2.15)."""
