"""Files attached to records: their content, where they are stored, and who may read them."""
