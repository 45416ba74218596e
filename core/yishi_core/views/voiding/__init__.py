"""Voiding what was entered by mistake (access.md 10)."""
