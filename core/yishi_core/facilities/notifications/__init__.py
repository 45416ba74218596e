"""Word in the application itself that something happened which concerns one: written by the worker
from the events, read by its receiver alone.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
