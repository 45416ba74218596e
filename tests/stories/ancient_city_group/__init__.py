"""古城专项协商联络组, its whole way (domain.md 3.9): clues from boxes and codes, analysed, walked,
consulted on the spot, every promise tracked.
"""
