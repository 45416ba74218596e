"""组室合一, its whole way (domain.md 3.13)."""
