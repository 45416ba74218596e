"""Invalid documents are answered in Chinese: each sentence here is one that graphql-core writes
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql.execution.values import get_variable_values

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    graphql_sync,
    parse,
    validate,
)
from yishi_graphql.reader.wording import LONGEST, _sentences, worded
from yishi_graphql.schema.scalars import Date, scalar_map

SCHEMA = """
scalar Date
enum Kind { a b }
input In { n: Int!, kind: Kind, at: Date, sub: [In!], t: String, b: Boolean, f: Float, id: ID }
interface Node { id: ID! }
type Item implements Node { id: ID! name: String }
type Other { x: Int }
type Query { item(id: ID!, n: Int): Item  add(input: In!): Item  node: Node  one: String }
"""
DOCUMENTS = {
    "{ item(id: 1) { nam } }": "类型“Item”没有字段“nam”。",
    "{ item(id: 1) }": "字段“item”(类型Item)须写明要查询的子字段,如item { … }。",
    "{ one { x } }": "字段“one”(类型String)没有子字段,请去掉花括号部分。",
    "{ item(id: 1, z: 2) { name } }": "“Query.item”没有参数“z”。",
    "{ item { name } }": "缺少必填参数“Query.item(id:)”(类型ID!)。",
    "{ add(input: $i) { name } }": "变量“$i”没有声明。",
    "query ($i: In!) { one }": "变量“$i”已声明而未使用。",
    "query ($i: Int) { add(input: $i) { name } }": "变量“$i”声明为Int,此处要求In!。",
    "query ($i: Item) { item(id: $i) { name } }": "变量“$i”的类型“Item”不能用于输入。",
    "query ($i: Inn!) { add(input: $i) { name } }": "没有类型“Inn”。",
    "mutation { x }": "本接口不支持mutation操作。",
    "{ one } { one }": "文档中有多个操作时,每个操作都须命名。",
    "type A { b: Int } { one }": "“A”是类型定义,不能执行。",
    "{ ...F }": "没有片段“F”。",
    "fragment F on Item { name } { one }": "片段“F”没有使用。",
    "fragment F on Query { ...F } { ...F }": "片段“F”不能引用自身。",
    "{ node { ... on Other { x } } }": "此处为“Node”,不可能是“Other”。",
    "{ ... on Int { x } }": "类型“Int”没有字段,不能用于片段。",
    "{ one @foo }": "没有指令“@foo”。",
    "query @include(if: true) { one }": "指令“@include”不能用在此处(query)。",
    "{ one @skip(if: true) @skip(if: true) }": "指令“@skip”在此处只能使用一次。",
    "{ item(id: 1, id: 2) { name } }": "“id”重复。",
    "{ a: one a: item(id: 1) { name } }": "同名字段“a”的内容不一致,请为其中一个另取别名。",
    "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } "
    "}": "接口结构查询嵌套过深。",
    "{ add(input: null) { name } }": "不能为null。",
    "{ add(input: 3) { name } }": "应为对象(In),收到3。",
    "{ add(input: {}) { name } }": "缺少必填项“n”(In)。",
    "{ add(input: {n: 1, q: 1}) { name } }": "“In”没有“q”这一项。",
    '{ add(input: {n: 1, at: "2026-13-01"}) { name } }': '应为日期,如2026-03-01,收到"2026-13-01"。',
    '{ add(input: {n: "x"}) { name } }': '应为32位整数,收到"x"。',
    "{ add(input: {n: 1, kind: c}) { name } }": "“Kind”没有“c”这个值。",
    '{ add(input: {n: 1, kind: "a"}) { name } }': '应为“Kind”的一个值(在文档中不加引号),收到"a"。',
    "{": "应为名称,却是文档结尾。",
    "{ a(x: {b c}) }": "应为':',却是名称'c'。",
    "{ a? }": "此处不应有'?'。",
    "query ($x: Int = $y) { a }": "此处不应有变量'$y'。",
    "{ a .. }": "片段须写三个点“...”。",
    "{ a(x: 'b') }": "文本须用双引号。",
    '"x" { a }': "此处不应有说明文字。",
    "enum A { true }": "“true”是保留字。",
    '{ a(x: "abc) }': "文本缺少结尾的双引号。",
    "{ a(x: 01) }": "数字写法有误。",
    '{ a(x: "\\q") }': "转义写法“\\q”有误。",
    '{ a(x: "\ud800") }': "文本中有不允许的字符U+D800。",
}
VARIABLES: list[tuple[dict[str, Any], str]] = [
    ({}, "变量“$i”:必填,没有给出。"),
    ({"i": {"n": 1, "sub": [{"n": 1.5}]}}, "变量“$i.sub[0].n”:应为32位整数,收到1.5。"),
    ({"i": {"n": None}}, "变量“$i.n”:不能为null。"),
]
NULLED = ('query ($a: ID = "x") { item(id: $a) { name } }', "参数“id”:此处要求ID!,变量“$a”没有值。")


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    made = build_schema(SCHEMA)
    for name in ("coerce_input_value", "coerce_input_literal", "parse_value", "parse_literal"):
        setattr(made.type_map["Date"], name, getattr(scalar_map()[Date], name))
    return made


def errors_of(schema: GraphQLSchema, document: str) -> list[GraphQLError]:
    try:
        return validate(schema, parse(document), hide_suggestions=True)
    except GraphQLError as error:
        return [error]


def test_each_sentence_is_one_that_is_written_and_is_chinese(schema: GraphQLSchema) -> None:
    said = {document: errors_of(schema, document)[0].message for document in DOCUMENTS}
    assert {document: worded(message).zh for document, message in said.items()} == DOCUMENTS
    written = [
        *said.values(),
        *_of_values(schema),
        "Syntax Error: x",
        "Variable values are nested too deeply.",
    ]
    unused = [
        p.pattern
        for p, _ in _sentences()
        if not any(p.fullmatch(part) for message in written for part in _parts(message))
    ]
    assert unused == []
    assert worded("Something new.").zh == "Something new."


def _of_values(schema: GraphQLSchema) -> Iterator[str]:
    (definition,) = parse("query ($i: In!) { add(input: $i) { name } }").definitions
    assert isinstance(definition, OperationDefinitionNode)
    for given, chinese in VARIABLES:
        found = get_variable_values(
            schema, definition.variable_definitions or (), given, hide_suggestions=True
        )
        assert isinstance(found, list)
        assert worded(found[0].message).zh == chinese
        yield found[0].message
    error = (graphql_sync(schema, NULLED[0], variable_values={"a": None}).errors or [])[0]
    assert worded(error.message).zh == NULLED[1]
    yield error.message


def _parts(message: str) -> Iterator[str]:
    """A sentence and the one inside it."""
    yield message
    yield from re.findall(r"(?:has invalid value[^:]*|Syntax Error): (.+)", message)


def test_what_was_sent_is_shown_shortened(schema: GraphQLSchema) -> None:
    (error,) = errors_of(schema, f'{{ add(input: {{n: "{"长" * 500}"}}) {{ name }} }}')
    assert worded(error.message).zh == f'应为32位整数,收到"{"长" * (LONGEST - 1)}…。'
