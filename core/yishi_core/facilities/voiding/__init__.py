"""What a noun adds to the voiding of its records (access.md 10)."""
