"""A way of one's own: variants that offices have made themselves, as data (decision 0094)."""
