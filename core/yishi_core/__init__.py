"""The platform's core. What plugins may import stands in `__init__.pyi`, once; it is loaded when it
is asked for.
"""

from __future__ import annotations

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
