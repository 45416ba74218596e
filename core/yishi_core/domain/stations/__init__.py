"""Venues where opinions are taken and consultations held (domain.md 2.3, 5.9)."""
