"""交办单: everything that stands on the paper that goes to a unit."""
