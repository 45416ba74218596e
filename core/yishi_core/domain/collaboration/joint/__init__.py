"""Cases held by several: levels, counties, enterprises, departments (domain.md 2.17; access.md
1).
"""
