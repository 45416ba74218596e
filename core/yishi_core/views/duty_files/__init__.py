"""The duty file (履职档案) of each member and term, built from the records.

See domain.md 2.4, 5.10.
"""
