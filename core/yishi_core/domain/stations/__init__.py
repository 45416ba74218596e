"""Stations, where opinions are collected and consultations held (domain.md 2.3, 5.9)."""
