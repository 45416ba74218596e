"""The duty file (履职档案): one of each member and term, built from the records by itself (domain.md
2.4, 5.10).
"""
