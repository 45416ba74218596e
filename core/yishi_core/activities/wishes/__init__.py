"""Small wishes of people (微心愿): collected, claimed, fulfilled (domain.md 2.11)."""
