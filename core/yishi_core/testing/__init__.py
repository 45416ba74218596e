"""For the tests of plugins and their part of the demonstration: the conformance suite, contexts in
which to call hooks, and the stage of a scene.
"""

from yishi_core.testing.scene import Scene
from yishi_core.testing.suite import Conformance, change_of, context_for, settings_for

__all__ = ["Conformance", "Scene", "change_of", "context_for", "settings_for"]
