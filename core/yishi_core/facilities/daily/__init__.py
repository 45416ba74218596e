"""Work done once a day for every county: dates ahead, warnings, overdue matters."""
