"""组室合一: liaison group and studio as one body (domain.md 3.13).

It has three kinds of questions, a closed loop, scored members, and selected and paid conveners.
"""

from yishi_plugins.group_studio_union.settings import Settings

__all__ = ["Settings"]
