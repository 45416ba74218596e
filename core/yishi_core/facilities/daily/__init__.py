"""What happens by the day and not by somebody: dates ahead, warnings, what has become overdue. Each
once for a county and a day.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
