"""The organisation tree: tenants are its nodes."""
