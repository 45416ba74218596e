"""The demonstration county: a fictional county with one township per installed variant.

See docs/demo.md.
"""

from __future__ import annotations

from yishi_graphql.demo.loading import LOADING, load_demo

__all__ = ["LOADING", "load_demo"]
