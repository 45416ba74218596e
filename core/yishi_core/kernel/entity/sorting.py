"""Sort keys by which names are ordered by pinyin.

The embedded server has no ICU, so the order is a stored key that is compared as "C" (design.md 8).
Every entity with the columns `name` and `sort_key` gets its key whenever it is written (`fill`,
called by `audit/changes.py`). `__sort_as__ = "person"` on the class says that names begin with a
surname, since many surnames have a reading of their own.
"""

from __future__ import annotations

from typing import Any

from yishi_core.kernel.entity.readings import reading

# Surnames with a reading of their own; a surname that begins with another one comes first. Tones
# are numbers, 5 is the neutral tone.
SURNAMES = {
    "尉迟": "yu4 chi2",
    "万俟": "mo4 qi2",
    "澹台": "tan2 tai2",
    "单于": "chan2 yu2",
    "长孙": "zhang3 sun1",
    "令狐": "ling2 hu2",
    "宰父": "zai3 fu3",
    "曾": "zeng1",
    "单": "shan4",
    "仇": "qiu2",
    "翟": "zhai2",
    "覃": "qin2",
    "郄": "qie4",
    "解": "xie4",
    "区": "ou1",
    "任": "ren2",
    "查": "zha1",
    "盖": "ge3",
    "朴": "piao2",
    "冼": "xian3",
    "华": "hua4",
    "纪": "ji3",
    "应": "ying1",
    "过": "guo1",
    "那": "na1",
    "哈": "ha3",
    "召": "shao4",
    "卜": "bu3",
    "秘": "bi4",
    "缪": "miao4",
    "葛": "ge3",
    "员": "yun4",
    "折": "she2",
    "种": "chong2",
    "乜": "nie4",
    "晟": "cheng2",
    "黑": "he4",
    "繁": "po2",
    "燕": "yan1",
    "宁": "ning4",
    "洗": "xian3",
    "晁": "chao2",
    "逄": "pang2",
    "佴": "nai4",
    "句": "gou1",
    "阚": "kan4",
    "逯": "lu4",
    "乐": "yue4",
    "祭": "zhai4",
    "车": "che1",
    "俞": "yu2",
    "都": "du1",
    "薄": "bo2",
    "褚": "chu3",
    "长": "zhang3",
}

#: Place names that a dictionary of single characters misreads.
PLACES = {
    "长宁": "chang2 ning2",
    "长坝": "chang2 ba4",
    "长子": "zhang3 zi3",
    "洪洞": "hong2 tong2",
    "浚县": "xun4 xian4",
    "荥经": "ying2 jing1",
    "大埔": "da4 pu3",
    "阆中": "lang4 zhong1",
    "莘县": "shen1 xian4",
    "莎车": "suo1 che1",
    "尉犁": "yu4 li2",
    "单县": "shan4 xian4",
    "解州": "xie4 zhou1",
    "任县": "ren2 xian4",
    "会稽": "kuai4 ji1",
    "中牟": "zhong1 mu4",
    "大城县": "dai4 cheng2 xian4",
    "涡阳": "guo1 yang2",
    "都昌": "du1 chang1",
    "丽水": "li2 shui3",
    "台州": "tai1 zhou1",
    "什邡": "shi2 fang1",
    "重庆": "chong2 qing4",
    "重阳": "chong2 yang2",
    "朝鲜": "chao2 xian3",
    "蒙古": "meng3 gu3",
    "六安": "lu4 an1",
    "济南": "ji3 nan2",
    "济宁": "ji3 ning2",
    "蚌埠": "beng4 bu4",
    "黄陂": "huang2 pi2",
    "乐亭": "lao4 ting2",
    "乐清": "yue4 qing1",
    "铅山": "yan2 shan1",
    "弥勒": "mi2 le4",
    "疏勒": "shu1 le4",
    "枞阳": "zong1 yang2",
    "宝坻": "bao3 di3",
    "鸭绿江": "ya1 lu4 jiang1",
    "太行": "tai4 hang2",
    "燕山": "yan1 shan1",
    "燕赵": "yan1 zhao4",
    "任丘": "ren2 qiu1",
    "无为": "wu2 wei2",
    "喀什": "ka1 shi2",
    "浪卡子": "lang4 qia3 zi5",
    "相公": "xiang4 gong5",
}

#: Common office words in which a character is not read as it is alone.
WORDS = {
    "银行": "yin2 hang2",
    "行业": "hang2 ye4",
    "音乐": "yin1 yue4",
    "会计": "kuai4 ji4",
    "调研": "diao4 yan2",
    "调查": "diao4 cha2",
    "度假": "du4 jia4",
    "重建": "chong2 jian4",
    "宿舍": "su4 she4",
    "畜牧": "xu4 mu4",
    "校长": "xiao4 zhang3",
    "县长": "xian4 zhang3",
    "镇长": "zhen4 zhang3",
    "乡长": "xiang1 zhang3",
    "村长": "cun1 zhang3",
    "组长": "zu3 zhang3",
    "会长": "hui4 zhang3",
    "院长": "yuan4 zhang3",
    "局长": "ju2 zhang3",
    "站长": "zhan4 zhang3",
    "家长": "jia1 zhang3",
}

# Characters whose usual reading in names is not the first one of the dictionary. A dictionary of
# phrases would cost 47 MB; it reads 800 of the country's 44 702 divisions differently, most of
# which the lists above cover.
SINGLE = {
    "长": "chang2",
    "都": "du1",
    "佛": "fo2",
    "藏": "zang4",
    "什": "shi2",
    "的": "de5",
    "地": "di4",
}


def pinyin_key(name: str, *, person: bool = False) -> str:
    """The sort key of a name: its syllables with tones, then the name itself to break ties."""
    word = name.strip()
    return " ".join([*_read(word.lower(), SURNAMES if person else {}, PLACES | WORDS), word])


def fill(row: Any) -> None:
    """Set `sort_key` from `name` on rows that have both columns, unless it is already right."""
    columns = row.__table__.columns
    if "sort_key" in columns and "name" in columns and row.name is not None:
        key = pinyin_key(row.name, person=getattr(row, "__sort_as__", None) == "person")
        if row.sort_key != key:
            row.sort_key = key


def _read(word: str, first: dict[str, str], anywhere: dict[str, str]) -> list[str]:
    for length in (2, 1):
        if surname := first.get(word[:length]):
            return [*surname.split(), *_read(word[length:], {}, {})]
    for place, read in anywhere.items():
        before, found, after = word.partition(place)
        if found:
            return [*_read(before, {}, anywhere), *read.split(), *_read(after, {}, anywhere)]
    return _syllables(word)


def _syllables(word: str) -> list[str]:
    """The syllable of each character; adjacent characters without a reading stay together."""
    found: list[str] = []
    open_ = False
    for character in word:
        read = SINGLE.get(character) or reading(character)
        if read is None and open_:
            found[-1] += character
        else:
            found.append(read or character)
        open_ = read is None
    return found
