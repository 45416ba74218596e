"""Promises that members make in consultations and fulfil afterwards (认领, 兑现; domain.md 2.11, 3.10)."""
