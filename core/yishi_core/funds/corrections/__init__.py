"""Putting right what stands in the accounts, while their year is open (domain.md 2.14)."""
