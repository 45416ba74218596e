"""Names sort by pinyin, surnames by their own reading (parts.md 1.3)."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest

from yishi_core.kernel.entity.readings import FILE, derived
from yishi_core.kernel.entity.sorting import pinyin_key


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("曾国强", "zeng1 guo2 qiang2"),
        ("单雄信", "shan4 xiong2 xin4"),
        ("仇英", "qiu2 ying1"),
        ("翟让", "zhai2 rang4"),
        ("覃光", "qin2 guang1"),
        ("郄平", "qie4 ping2"),
        ("解缙", "xie4 jin4"),
        ("区伟", "ou1 wei3"),
        ("任飞", "ren2 fei1"),
        ("查明", "zha1 ming2"),
        ("盖林", "ge3 lin2"),
        ("尉迟恭", "yu4 chi2 gong1"),
        ("单于明", "chan2 yu2 ming2"),
        ("张三", "zhang1 san1"),
        ("李曾", "li3 ceng2"),
    ],
)
def test_surnames(name: str, reading: str) -> None:
    assert pinyin_key(name, person=True) == f"{reading} {name}"


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长宁县", "chang2 ning2 xian4"),
        ("单县", "shan4 xian4"),
        ("曾家村", "ceng2 jia1 cun1"),
        ("四川省长宁县", "si4 chuan1 sheng3 chang2 ning2 xian4"),
        ("重庆市", "chong2 qing4 shi4"),
        ("长安镇", "chang2 an1 zhen4"),
        ("江都区", "jiang1 du1 qu1"),
        ("六安市", "lu4 an1 shi4"),
        ("重庆银行六安分行", "chong2 qing4 yin2 hang2 lu4 an1 fen1 xing2"),
    ],
)
def test_places(name: str, reading: str) -> None:
    assert pinyin_key(name) == f"{reading} {name}"


def test_a_short_syllable_goes_before_a_longer_one_that_it_begins() -> None:
    assert pinyin_key("李安", person=True) < pinyin_key("梁安", person=True)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("A3区 新村", "a3 qu1   xin1 cun1"),
        ("第2网格", "di4 2 wang3 ge2"),
        ("Lü街", "lü jie1"),
        ("\U0002070e村", "xian4 cun1"),
    ],
)
def test_what_has_no_reading_stays_together(name: str, reading: str) -> None:
    assert pinyin_key(name) == f"{reading} {name}"


def test_a_name_without_characters_has_no_key() -> None:
    assert pinyin_key(" ") == ""


def test_the_table_is_the_librarys() -> None:
    assert files("yishi_core.kernel.entity").joinpath(FILE).read_text("utf-8").splitlines() == list(
        derived()
    )


def test_the_library_itself_is_not_loaded() -> None:
    """It takes 11 MB, with its dictionary of phrases 58 (a serving process has 200)."""
    code = (
        "import sys; from yishi_core.kernel.entity import sorting; sorting.pinyin_key('张三'); "
        "assert 'pypinyin' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
