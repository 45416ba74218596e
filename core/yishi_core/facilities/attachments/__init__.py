"""Files attached to records: their content, where they are stored, and who may read them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
