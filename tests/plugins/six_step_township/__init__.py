"""Pure rules of the six steps."""
