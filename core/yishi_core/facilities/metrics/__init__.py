"""The engine that counts metrics; the nouns declare what is counted."""
