"""The district way 雨事多商量 with its 345 (domain.md 3.6).

It has three links with the questions of four “fine”, two conveners, and an echo wall that shows
each link before it ends.
"""
