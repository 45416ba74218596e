"""Public-opinion briefs (社情民意信息): collected, edited, passed upward, used (domain.md 2.10)."""
