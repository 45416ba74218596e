"""What members give and bring: donations, projects of their own, projects introduced (domain.md 2.11)."""
