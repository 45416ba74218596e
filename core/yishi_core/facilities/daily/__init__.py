"""What happens by the day and not by somebody: dates ahead, warnings, what has become overdue. Each
once for a county and a day.
"""
