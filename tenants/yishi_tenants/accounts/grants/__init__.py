"""Grants: (account, role, place)."""
