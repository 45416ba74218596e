"""Where an opinion went, who used it and what a leader wrote are put right (domain.md 2.10)."""
