"""What is told upward and to the proposer, and what he thinks of it (domain.md 2.9)."""
