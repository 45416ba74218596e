"""The audit: who did what to which record, when and with what result (access.md 10)."""
