"""Facilities that every record gets from its declaration.

They are numbers, files, search, ledgers, to-dos, notifications and jobs.
"""
