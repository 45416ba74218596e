"""The yearly consultation plan (domain.md 2.6, [S1.3])."""
