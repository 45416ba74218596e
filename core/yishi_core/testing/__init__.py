"""What plugin authors and our own tests use to check a plugin."""
