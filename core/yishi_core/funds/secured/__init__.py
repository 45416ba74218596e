"""Money that the work brought in, and both kinds side by side, never added (domain.md 2.14)."""
