"""graphql-core's messages about a document in Chinese and English.

A message that matches no line here is shown in English. The patterns are graphql-core's own
sentences: a test makes it produce each of them, so that a new version with other words is noticed.
"""

from __future__ import annotations

import re
from functools import cache

from yishi_core.errors import Text

LONGEST = 80
"""Number of characters that are shown of what was sent."""

_EXPECTED = {
    "Int": "32位整数",
    "BigInt": "64位以内的整数",
    "Float": "数字",
    "String": "文本",
    "Boolean": "true或false",
    "ID": "标识(文本)",
    "Date": "日期,如2026-03-01",
    "DateTime": "带时区的时刻,如2026-03-01T09:00:00+08:00",
    "Time": "不带时区的时间,如08:30",
    "Decimal": "十进制数,如12.50",
    "JSON": "JSON值",
}
"""What a value of a scalar looks like."""
_TOKENS = {"<EOF>": "文档结尾", "Name": "名称", "Int": "整数", "Float": "小数", "String": "文本"}
_SENTENCES: tuple[tuple[str, str], ...] = (
    # fields, arguments, variables
    (r"Cannot query field '([^']+)' on type '([^']+)'\.", "类型“{1}”没有字段“{0}”。"),
    (
        r"Field '([^']+)' of type '([^']+)' must have a selection of subfields\..*",
        "字段“{0}”(类型{1})须写明要查询的子字段,如{0} {{ … }}。",
    ),
    (
        r"Field '([^']+)' must not have a selection since type '([^']+)' has no subfields\.",
        "字段“{0}”(类型{1})没有子字段,请去掉花括号部分。",
    ),
    (
        r"Unknown argument '([^']+)' on (?:field|directive|fragment) '([^']+)'\.",
        "“{1}”没有参数“{0}”。",
    ),
    (
        r"Argument '([^']+)' of type '([^']+)' is required, but it was not provided\.",
        "缺少必填参数“{0}”(类型{1})。",
    ),
    (r"Variable '(\$\w+)' is not defined(?: by operation '[^']+')?\.", "变量“{0}”没有声明。"),
    (r"Variable '(\$\w+)' is never used(?: in .+)?\.", "变量“{0}”已声明而未使用。"),
    (
        r"Variable '(\$\w+)' of type '([^']+)' used in position expecting type '([^']+)'\.",
        "变量“{0}”声明为{1},此处要求{2}。",
    ),
    (
        r"Variable '(\$\w+)' cannot be non-input type '([^']+)'\.",
        "变量“{0}”的类型“{1}”不能用于输入。",
    ),
    (r"Unknown type '([^']+)'\.", "没有类型“{0}”。"),
    # operations, fragments, directives
    (r"The (\w+) operation is not supported by the schema\.", "本接口不支持{0}操作。"),
    (
        r"This anonymous operation must be the only defined operation\.",
        "文档中有多个操作时,每个操作都须命名。",
    ),
    (r"The '?([^']+?)'? definition is not executable\.", "“{0}”是类型定义,不能执行。"),
    (r"Unknown fragment '([^']+)'\.", "没有片段“{0}”。"),
    (r"Fragment '([^']+)' is never used\.", "片段“{0}”没有使用。"),
    (r"Cannot spread fragment '([^']+)' within itself.*", "片段“{0}”不能引用自身。"),
    (
        r"Fragment (?:'[^']+' )?cannot be spread here as objects of type '([^']+)' can never be "
        r"of type '([^']+)'\.",
        "此处为“{0}”,不可能是“{1}”。",
    ),
    (
        r"Fragment (?:'[^']+' )?cannot condition on non composite type '([^']+)'\.",
        "类型“{0}”没有字段,不能用于片段。",
    ),
    (r"Unknown directive '([^']+)'\.", "没有指令“{0}”。"),
    (r"Directive '([^']+)' may not be used on (.+)\.", "指令“{0}”不能用在此处({1})。"),
    (
        r"The directive '([^']+)' can only be used once at this location\.",
        "指令“{0}”在此处只能使用一次。",
    ),
    (r"There can be only one .+ named '([^']+)'\.", "“{0}”重复。"),
    (r"Fields '([^']+)' conflict because .+", "同名字段“{0}”的内容不一致,请为其中一个另取别名。"),
    (r"Maximum introspection depth exceeded", "接口结构查询嵌套过深。"),
    # variables and arguments with wrong values
    (
        r"Variable '(\$\w+)' has invalid (?:default )?value(?: at ([^:]+))?: (.+)",
        "变量“{0}{1}”:{2:said}",
    ),
    (
        r"Argument '([^']+)' has invalid (?:default )?value(?: at ([^:]+))?: (.+)",
        "参数“{0}{1}”:{2:said}",
    ),
    (r"Variable values are nested too deeply\.", "变量嵌套过深。"),
    (r"Expected a value of non-null type '[^']+' to be provided\.", "必填,没有给出。"),
    (r"Expected value of non-null type '[^']+' not to be None\.", "不能为null。"),
    (
        r"Expected variable '(\$\w+)' provided to (?:non-null )?type '([^']+)' .+",
        "此处要求{1},变量“{0}”没有值。",
    ),
    (r"Expected value of type '([^']+)' to be an object, found: (.+)\.", "应为对象({0}),收到{1}。"),
    (
        r"Expected value of type '([^']+)' to include required field '([^']+)', found: .+",
        "缺少必填项“{1}”({0})。",
    ),
    (
        r"Expected value of type '([^']+)' not to include unknown field '([^']+)', found: .+",
        "“{0}”没有“{1}”这一项。",
    ),
    (
        r"Expected value of type '(\w+)!?'(?:, but encountered error '.*?'; found|, found): (.+)\.",
        "应为{0:kind},收到{1}。",
    ),
    (r"(Int|Float|String|Boolean|ID) cannot represent [^:]+: (.+)", "应为{0:kind},收到{1}。"),
    (r"Value '([^']+)' does not exist in '([^']+)' enum\.", "“{1}”没有“{0}”这个值。"),
    (
        r"Enum '([^']+)' cannot represent non-(?:enum|string) value: (.+)\.",
        "应为“{0}”的一个值(在文档中不加引号),收到{1}。",
    ),
    # syntax
    (r"Syntax Error: (.+)", "{0:said}"),
    (r"Expected (.+), found (.+)\.", "应为{0:token},却是{1:token}。"),
    (r"Unexpected '\.\.', did you mean '\.\.\.'\?", "片段须写三个点“...”。"),
    (r"Unexpected description, .+", "此处不应有说明文字。"),
    (r"Name '([^']+)' is reserved .+", "“{0}”是保留字。"),
    (r"Unexpected single quote character \('\), .+", "文本须用双引号。"),
    (
        r"Unexpected (?:character: )?(variable '[^']+' in constant value|.+)\.",
        "此处不应有{0:token}。",
    ),
    (r"Unterminated string\.", "文本缺少结尾的双引号。"),
    (r"Invalid number, .+", "数字写法有误。"),
    (r"Invalid (?:character|Unicode) escape sequence: '(.+)'\.", "转义写法“{0}”有误。"),
    (r"Invalid character within String: (.+)\.", "文本中有不允许的字符{0}。"),
)


def worded(sentence: str) -> Text:
    """A message of graphql-core in both languages."""
    return Text(_chinese(sentence), sentence)


def _chinese(sentence: str) -> str:
    for pattern, chinese in _sentences():
        if (match := pattern.fullmatch(sentence)) is not None:
            return chinese.format(*(_Part(part or "") for part in match.groups()))
    return sentence


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(english, re.DOTALL), chinese) for english, chinese in _SENTENCES)


class _Part(str):
    """A part of a message.

    With the format `said` it is a message itself, with `kind` the name of a scalar, with `token` a
    token of the document.
    """

    __slots__ = ()

    def __format__(self, how: str) -> str:
        match how:
            case "said":
                return _chinese(self)
            case "kind":
                return _EXPECTED.get(self, f"“{self}”的值")
            case "token":
                word, _, rest = self.partition(" ")
                return f"{_TOKENS.get(word, word)}{rest}".replace("variable", "变量").replace(
                    " in constant value", ""
                )
            case _:
                return self if len(self) <= LONGEST else f"{self[:LONGEST]}…"
