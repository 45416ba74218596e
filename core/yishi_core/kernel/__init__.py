"""What knows no noun: declarations, access, database, operations, plugins."""
