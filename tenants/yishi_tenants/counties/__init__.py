"""Counties: creating one, and showing what was created."""
