"""One picture of a county or township: how much, how far, what is overdue, by the orgs below."""
