"""Names sort by pinyin. The embedded server has no ICU, so the order is a stored key compared as "C" (design.md 8).

Every entity with the columns `name` and `sort_key` gets the key whenever it is written (`fill`, called by `audit/changes.py`).
`__sort_as__ = "person"` on the class says that the name begins with a surname: many are read otherwise than the same character elsewhere.
"""

from __future__ import annotations

from typing import Any

#: Surnames that are read otherwise, longest first where one begins another. Tones as pypinyin writes them.
SURNAMES = {
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "澹台": "tan2 tai2", "单于": "chan2 yu2", "长孙": "zhang3 sun1", "令狐": "ling2 hu2",
    "宰父": "zai3 fu3", "曾": "zeng1", "单": "shan4", "仇": "qiu2", "翟": "zhai2", "覃": "qin2", "郄": "qie4", "解": "xie4",
    "区": "ou1", "任": "ren2", "查": "zha1", "盖": "ge3", "朴": "piao2", "冼": "xian3", "华": "hua4", "纪": "ji3", "应": "ying1",
    "过": "guo1", "那": "na1", "哈": "ha3", "召": "shao4", "卜": "bu3", "秘": "bi4", "缪": "miao4", "葛": "ge3", "员": "yun4",
    "折": "she2", "种": "chong2", "乜": "nie4", "晟": "cheng2", "黑": "he4", "繁": "po2", "燕": "yan1", "宁": "ning4", "洗": "xian3",
    "晁": "chao2", "逄": "pang2", "佴": "nai4", "句": "gou1", "阚": "kan4", "逯": "lu4", "乐": "yue4", "祭": "zhai4", "车": "che1",
    "俞": "yu2", "都": "du1", "薄": "bo2", "褚": "chu3", "长": "zhang3",
}  # fmt: skip

#: Places whose reading a dictionary misses.
PLACES = {
    "长宁": "chang2 ning2", "长坝": "chang2 ba4", "长子": "zhang3 zi3", "洪洞": "hong2 tong2", "浚县": "xun4 xian4", "荥经": "ying2 jing1",
    "大埔": "da4 pu3", "阆中": "lang4 zhong1", "莘县": "shen1 xian4", "莎车": "suo1 che1", "尉犁": "yu4 li2", "单县": "shan4 xian4",
    "解州": "xie4 zhou1", "任县": "ren2 xian4", "会稽": "kuai4 ji1", "中牟": "zhong1 mu4", "大城县": "dai4 cheng2 xian4", "涡阳": "guo1 yang2",
    "都昌": "du1 chang1", "丽水": "li2 shui3", "台州": "tai1 zhou1", "什邡": "shi2 fang1",
}  # fmt: skip


def pinyin_key(name: str, *, person: bool = False) -> str:
    """The sort key of a name: syllables with their tone, then the name itself, so that equal readings keep one order."""
    word = name.strip()
    return " ".join([*_read(word.lower(), SURNAMES if person else {}, PLACES), word])


def fill(row: Any) -> None:
    """Write the key of a row that has a name and a `sort_key`, if the name is new."""
    columns = row.__table__.columns
    if "sort_key" in columns and "name" in columns and row.name is not None:
        key = pinyin_key(row.name, person=getattr(row, "__sort_as__", None) == "person")
        if row.sort_key != key:
            row.sort_key = key


def _read(word: str, first: dict[str, str], anywhere: dict[str, str]) -> list[str]:
    for length in (2, 1):
        if reading := first.get(word[:length]):
            return [*reading.split(), *_read(word[length:], {}, {})]
    for place, reading in anywhere.items():
        before, found, after = word.partition(place)
        if found:
            return [*_syllables(before), *reading.split(), *_read(after, {}, anywhere)]
    return _syllables(word)


def _syllables(word: str) -> list[str]:
    from pypinyin import (  # its dictionaries take a moment; a process that writes no names never loads them
        Style,
        lazy_pinyin,
    )

    return lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
