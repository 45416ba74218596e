"""Who may not say that an outcome is converted proposes it (domain.md 2.19)."""
