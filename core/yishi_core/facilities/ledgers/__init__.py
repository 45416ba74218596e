"""Ledgers (台账): every entity as a register that an office reads, takes out and fills from paper
(domain.md 1.5).
"""
