"""The core of the platform.

`__init__.pyi` lists the names that plugins may import; each is loaded when it is first used.
"""

from __future__ import annotations

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
