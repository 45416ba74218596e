"""The echo wall (回音壁): four blocks of each case, open to everybody (domain.md 2.3, 2.15, 3.6)."""
