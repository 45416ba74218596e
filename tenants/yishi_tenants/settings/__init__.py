"""Settings by level, and the settings that result at an org.

The order is default ← county ← township ← village (access.md 8).
"""
