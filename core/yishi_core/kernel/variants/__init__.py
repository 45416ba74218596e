"""What `variant.toml` says, read into types."""
