"""Suggestion boxes and notice boards of stations: put up, opened, taken down (domain.md 2.3, 2.5). Their tables are in `stations/models.py`."""
