"""What is said at an event: arrivals, suggestions, answers on the spot (domain.md 2.8)."""
