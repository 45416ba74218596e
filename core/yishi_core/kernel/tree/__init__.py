"""The organisation tree, whose nodes are the tenants."""
