"""The HTTP application: principal from the request, limits, errors, files, health, the explorer."""
