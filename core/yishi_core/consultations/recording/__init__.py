"""An old or small consultation entered in one go, with everything that belongs to it (domain.md 2.1, 2.8)."""
