"""Walk groups: ad hoc teams that investigate one clue (domain.md 2.7, 3.9)."""
