"""Joint cases: of several levels, counties, enterprises or departments.

Source: domain.md 2.17; access.md 1.
"""
