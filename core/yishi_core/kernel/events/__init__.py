"""What happened, written with the change itself; jobs carry it to plugins (design.md 3)."""
