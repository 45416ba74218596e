"""有事好商量: what variant.toml cannot say."""
