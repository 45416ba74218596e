"""Return freed memory to the operating system, which the C library otherwise keeps."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Give freed heap memory back to the system; call it after a short burst of heavy memory use.

    Does nothing where the C library is not glibc.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
