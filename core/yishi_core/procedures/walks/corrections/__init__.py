"""What a walk group is, found and agreed is put right (domain.md 2.7, 2.9)."""
