"""An overview of a county or township: amounts, progress and overdue matters, by org."""
