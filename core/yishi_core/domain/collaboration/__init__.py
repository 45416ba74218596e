"""Questions set for studios, and information passed up and down (domain.md 2.17)."""
