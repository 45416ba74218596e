"""What the work changed in the place (domain.md 2.18)."""
