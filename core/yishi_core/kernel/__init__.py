"""The kernel: declarations, access, database, operations and plugins. It knows no domain noun."""
