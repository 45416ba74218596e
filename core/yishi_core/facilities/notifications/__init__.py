"""Word in the application itself that something happened which concerns one: written by the worker
from the events, read by its receiver alone.
"""
