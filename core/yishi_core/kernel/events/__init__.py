"""Domain events, stored in the transaction of the change and delivered by jobs (design.md 3)."""
