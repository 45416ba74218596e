"""The written names of terms and plenary meetings: 九届, 九届一次会议 (domain.md 2.2)."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
TEN = 10
MOST = 99


def numeral(n: int) -> str:
    """A number from 1 to 99 in Chinese: 9 → 九, 10 → 十, 12 → 十二, 20 → 二十, 34 → 三十四."""
    if not 1 <= n <= MOST:
        raise ValueError(f"{n} is no number of a term or meeting")
    tens, ones = divmod(n, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def term_name(no: int) -> str:
    """The name of a term, for example 九届."""
    return f"{numeral(no)}届"


def meeting_name(term_no: int, no: int) -> str:
    """The name of a plenary meeting, for example 九届一次会议."""
    return f"{term_name(term_no)}{numeral(no)}次会议"
