"""What was written down of an event is put right (domain.md 2.8)."""
