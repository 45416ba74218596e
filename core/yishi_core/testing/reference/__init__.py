"""The reference for authors of plugins, made of the code: every name that the platform exports, and
every word that data may hold. `make schema` writes it to `docs/plugins/reference/`.
"""

from yishi_core.testing.reference.pages import pages

__all__ = ["pages"]
