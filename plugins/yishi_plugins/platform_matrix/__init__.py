"""1+2+9+34 平台矩阵 (domain.md 3.2).

Four parties consult in three grades; what comes of it is handed over, pressed and answered (交督复),
and both sides are told.
"""
