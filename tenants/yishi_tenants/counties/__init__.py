"""Counties: taking one on, and showing what was set up."""
