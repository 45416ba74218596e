"""One declaration, everywhere: a new column and a new operation are a change in one place
(design.md 4).
"""
