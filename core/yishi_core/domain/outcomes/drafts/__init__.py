"""Reply drafts: written, co-signed by assisting units, reviewed by the office, issued.

Source: domain.md 2.9.
"""
