"""A way of one's own (issue 10, section 4): a township copies a variant, changes it and runs it, over
HTTP alone.
"""
