"""Ledgers (台账): every entity as a register that an office reads, takes out and fills from paper
(domain.md 1.5).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
