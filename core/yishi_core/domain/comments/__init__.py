"""What members and units say to a topic, to minutes, to an outcome (domain.md 2.19: comment)."""
