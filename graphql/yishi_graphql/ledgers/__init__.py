"""Ledgers taken out through the reader, with the caller's rights."""
