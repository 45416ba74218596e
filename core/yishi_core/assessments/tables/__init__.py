"""The table of points of one period, changed by the office that runs the assessment (domain.md 2.13)."""
