"""Variants: the contents of `variant.toml` as typed, immutable data."""
