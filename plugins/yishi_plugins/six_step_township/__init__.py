"""Six steps in a township with 1+10+N platforms (domain.md 3.1).

What is data stands in `variant.toml`. Python has what data cannot say: every outcome has its unit and
its deadline before the last step ends, the criteria of screening are answered, a form that fits.
"""
