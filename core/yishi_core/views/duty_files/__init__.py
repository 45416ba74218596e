"""The duty file (履职档案): one of each member and term, built from the records by itself (domain.md
2.4, 5.10).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
