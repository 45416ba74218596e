"""Points given by hand: by those who check, and by those who are judged (domain.md 2.13)."""
