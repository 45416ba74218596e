"""What is counted and shown over all nouns."""
