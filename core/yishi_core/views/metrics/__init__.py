"""The catalogue of metrics and the periods in which they are counted (domain.md 2.20)."""
