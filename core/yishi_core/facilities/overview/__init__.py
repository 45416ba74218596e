"""The figures of the overview: how they are declared and counted."""
