"""The lines of duty files: how they are declared and read from the records."""
