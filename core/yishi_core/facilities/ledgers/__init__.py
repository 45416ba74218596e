"""Ledgers (台账): every entity as a register that can be read, exported and imported.

See domain.md 1.5.
"""
