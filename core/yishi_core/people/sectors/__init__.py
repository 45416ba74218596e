"""The sectors (界别) that a county's members represent: the delivered list, renamed, hidden and added to (domain.md 5.7)."""
