"""Returning freed memory to the system: the C library keeps it until it is asked to."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Call this after work that needed much memory for a short time. Does nothing where the C
    library is not glibc.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
