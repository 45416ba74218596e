"""Plugins: the data of a variant (`variant.toml`), its hooks, entities and operations.

See design.md 7.
"""
