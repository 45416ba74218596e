"""Putting right what is recorded of memberships, seats and posts (domain.md 2.4)."""
