"""One spelling for what people take for the same (parts.md 1.4)."""

from __future__ import annotations

import pytest

from yishi_core.facilities.search import folding
from yishi_core.kernel.entity.sorting import pinyin_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("三溪鎮(停車難)", "三溪镇 停车难"),
        ("ＰＰＰ项目 HK-2026_001", "ppp项目 hk 2026 001"),
        ("乾隆年間的皇后,後勤與頭髮", "乾隆年间的皇后 后勤与头发"),
        ("“……”——", ""),
    ],
)
def test_a_text_is_folded_into_words(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_a_word_is_cut_into_pairs_and_its_last_character() -> None:
    assert folding.windows("停车难 ab 桥") == ["停车", "车难", "难", "ab", "b", "桥"]


def test_what_is_asked_for_needs_no_last_character() -> None:
    assert folding.asked("停车难 桥") == ["停车", "车难"]
    assert folding.asked("桥") == ["桥"]
    assert folding.asked("桥 路") == ["桥"]


def test_a_name_is_typed_by_its_initials_or_in_full() -> None:
    assert folding.initials(pinyin_key("张三", person=True)) == ["zs", "zhangsan"]
    assert folding.initials(pinyin_key("曾小贤", person=True)) == ["zxx", "zengxiaoxian"]
    assert folding.initials("") == []
