"""A query code for those who came in person, called or wrote (domain.md 2.5)."""
