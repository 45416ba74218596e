"""The time line of a case (大事记): what happened to its matter over all rounds and years.

See domain.md 2.9, 3.4.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
