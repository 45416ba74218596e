"""A unit's answer in the making: drafted, co-signed by the assisting units, reviewed by the office,
issued (domain.md 2.9).
"""
