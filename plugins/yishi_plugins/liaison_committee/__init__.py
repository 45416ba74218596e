"""The liaison committee of a township 乡镇政协联络委 (domain.md 3.12).

It has three haves, four schemes, five haves and five ones, a ledger that is reported every month,
and an assessment whose results are used.
"""
