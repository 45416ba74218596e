"""Notifications inside the application.

The worker writes them from events; only their receiver reads them.
"""
