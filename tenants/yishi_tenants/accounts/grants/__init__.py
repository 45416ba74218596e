"""Grants: an account holds a role at a place."""
