"""How a variant plugs in: its data (`variant.toml`), its hooks, its own entities and operations
(design.md 7).
"""
