"""Councils of stations and expert committees, and who sits in them (domain.md 2.4). Their tables are in `people/models.py`."""
