"""The engine of the metrics: what is counted is declared by the nouns."""
