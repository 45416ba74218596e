"""Accounts: who may log in, and with which password."""
