"""The monthly report of the opinion ledger (domain.md 2.10)."""
