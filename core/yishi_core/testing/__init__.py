"""For the tests of plugins: the conformance suite, and contexts in which to call hooks."""

from yishi_core.testing.suite import Conformance, ask, context_for, settings_for

__all__ = ["Conformance", "ask", "context_for", "settings_for"]
