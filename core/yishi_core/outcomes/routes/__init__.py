"""The ways of B and C outcomes: special report, village committees, explanation (domain.md 2.9)."""
