"""Walk groups: ad-hoc teams that clear up one clue (domain.md 2.7, 3.9)."""
