"""Which plugins an org has switched on, and how they are configured (access.md 8)."""
