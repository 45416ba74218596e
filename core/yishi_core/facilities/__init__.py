"""What every record gets without asking: numbers, files, search, ledgers, to-dos, notifications,
jobs.
"""
