"""The liaison station with nine steps (domain.md 3.8). It is data alone: `variant.toml`."""
