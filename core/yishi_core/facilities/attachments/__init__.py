"""Files that belong to records: what they are, where they lie, who may have them."""
