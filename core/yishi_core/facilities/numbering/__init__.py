"""Running numbers of an office's registers."""
