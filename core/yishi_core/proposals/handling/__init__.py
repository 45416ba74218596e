"""A proposal in the hands of units: handed over, supervised, answered, judged by its proposer, appraised (domain.md 2.10)."""
