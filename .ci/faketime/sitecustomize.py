"""Lets Python sleep under libfaketime 0.9.10 (Debian 12), for processes that `.ci/as-of` starts.

With a true monotonic clock that library answers `clock_nanosleep`, which `time.sleep` calls, with EINVAL. `select` waits as long.
"""

import select
import time


def sleep(seconds: float) -> None:
    """As `time.sleep`."""
    select.select([], [], [], seconds)


time.sleep = sleep
