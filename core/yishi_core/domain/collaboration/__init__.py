"""Questions set to studios, information passed both ways (domain.md 2.17)."""
