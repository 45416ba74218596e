"""Events held, who came, what was said and agreed (domain.md 2.8, 2.9)."""
