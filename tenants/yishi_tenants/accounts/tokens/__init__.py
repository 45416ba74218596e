"""Tokens: sessions of the console, and personal tokens of API clients."""
