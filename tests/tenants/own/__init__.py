"""Variants of one's own, in process."""
