"""Names sort by pinyin, surnames by their own reading (parts.md 1.3)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yishi_core.entity.sorting import pinyin_key


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("曾国强", "zeng1 guo2 qiang2"), ("单雄信", "shan4 xiong2 xin4"), ("仇英", "qiu2 ying1"), ("翟让", "zhai2 rang4"),
        ("覃光", "qin2 guang1"), ("郄平", "qie4 ping2"), ("解缙", "xie4 jin4"), ("区伟", "ou1 wei3"), ("任飞", "ren2 fei1"),
        ("查明", "zha1 ming2"), ("盖林", "ge3 lin2"), ("尉迟恭", "yu4 chi2 gong1"), ("单于明", "chan2 yu2 ming2"), ("张三", "zhang1 san1"),
        ("李曾", "li3 ceng2"),
    ],
)  # fmt: skip
def test_surnames(name: str, reading: str) -> None:
    assert pinyin_key(name, person=True) == f"{reading} {name}"


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长宁县", "chang2 ning2 xian4"), ("单县", "shan4 xian4"), ("曾家村", "ceng2 jia1 cun1"),
        ("四川省长宁县", "si4 chuan1 sheng3 chang2 ning2 xian4"), ("重庆市", "chong2 qing4 shi4"), ("长安镇", "chang2 an1 zhen4"),
        ("江都区", "jiang1 du1 qu1"), ("六安市", "lu4 an1 shi4"), ("重庆银行六安分行", "chong2 qing4 yin2 hang2 lu4 an1 fen1 xing2"),
    ],
)  # fmt: skip
def test_places(name: str, reading: str) -> None:
    assert pinyin_key(name) == f"{reading} {name}"


def test_a_short_syllable_goes_before_a_longer_one_that_it_begins() -> None:
    assert pinyin_key("李安", person=True) < pinyin_key("梁安", person=True)


def test_only_single_characters_are_loaded() -> None:
    """The dictionary of phrases costs 47 MB (architecture.md: a serving process has 200)."""
    code = "from yishi_core.entity import sorting; sorting.pinyin_key('张三'); from pypinyin.constants import PHRASES_DICT as p; assert not p"
    subprocess.run([sys.executable, "-c", code], check=True)
