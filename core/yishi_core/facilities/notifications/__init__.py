"""Notifications inside the application.

The worker writes them from events; only their receiver reads them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
