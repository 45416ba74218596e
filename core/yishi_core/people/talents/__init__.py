"""Pools of people who may be invited to consult: 协商人才库 (domain.md 2.4, 3.5, 3.6)."""
