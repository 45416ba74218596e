"""The nouns of consultation work, one package each."""
