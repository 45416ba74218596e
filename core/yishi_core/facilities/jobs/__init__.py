"""Work that happens later: events carried to plugins, clocks (design.md 3)."""
