"""What each level has set, and what therefore holds at an org: default ← county ← township ←
village (access.md 8).
"""
