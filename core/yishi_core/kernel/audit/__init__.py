"""Who did what, when, to which record, with what result (access.md 10)."""
