"""Five sources and five priorities, six steps and four, outcomes of class A, B and C (domain.md 3.5).

What is data stands in `variant.toml`.
"""
