"""One picture of a county or township: how much, how far, what is overdue, by the orgs below."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
