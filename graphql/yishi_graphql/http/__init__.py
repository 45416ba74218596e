"""The HTTP application: callers, limits, errors, files, health checks and the explorer."""
