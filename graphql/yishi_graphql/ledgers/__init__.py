"""Exporting ledgers through the reader, with the caller's rights."""
