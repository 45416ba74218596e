"""Measurements: ratios of two ways in one run, interleaved, median of the rounds with spread. Never
a time by itself.
"""
