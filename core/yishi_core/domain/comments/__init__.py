"""Comments of members and units on topics, minutes and outcomes (domain.md 2.19: comment)."""
