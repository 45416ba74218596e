"""Pure rules of the six links."""
