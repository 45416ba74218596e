"""Pure rules of the special group for the old town."""
