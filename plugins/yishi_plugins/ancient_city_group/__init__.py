"""The group 古城专项协商联络组 (domain.md 3.9).

It has one theme; even months collect, odd months consult on the spot, and every promise is tracked.
"""
