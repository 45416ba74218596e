"""For the tests of plugins, ours and third parties': the conformance suite, and a context in which
to ask hooks.
"""

from yishi_core.testing.suite import Conformance, ask, context_for, settings_for

__all__ = ["Conformance", "ask", "context_for", "settings_for"]
