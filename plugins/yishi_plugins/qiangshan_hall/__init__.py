"""The hall 羌山议事堂 (domain.md 3.10).

It has five links, pledges, two-way information, and visits by household and temple.
"""
