"""Work done later by workers: events delivered to plugins, and daily jobs (design.md 3)."""
