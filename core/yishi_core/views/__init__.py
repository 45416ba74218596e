"""Views: what is counted and shown over all nouns."""
