"""What waits for whom: 待办, 已办, 我发起, 督办 for every role, derived from the records (domain.md 5.15).
Nothing is kept twice.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
