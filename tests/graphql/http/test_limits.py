"""Documents beyond the limits are refused at once; the work grows with the document, not with what
it expands to.
"""

from __future__ import annotations

import pytest

from graphql import get_introspection_query
from yishi_core.errors import InvalidInput, TooComplex
from yishi_graphql.reader.limits import Limits, Measure, check_limits, parse_document

LIMITS = Limits()


def refused(document: str, variables: dict[str, object] | None = None) -> TooComplex:
    with pytest.raises(TooComplex) as caught:
        check_limits(parse_document(document, LIMITS), variables, LIMITS)
    return caught.value


def fragments(count: int, spreads: int) -> str:
    """f0 spreads f1 `spreads` times, f1 spreads f2 …: `spreads ** count` fields."""
    chain = (f"fragment f{i} on Query {{ " + f"...f{i + 1} " * spreads + "}" for i in range(count))
    return "{ ...f0 } " + " ".join(chain) + f" fragment f{count} on Query {{ a }}"


WORST = {
    "fragment fan-out 25": (fragments(12, 25), "fields"),
    "fragments doubled 25 times": (fragments(25, 2), "fields"),
    "500 equal fields": ("{" + "__typename " * 500 + "}", "repeats"),
    "101 aliases": ("{" + " ".join(f"a{i}: __typename" for i in range(101)) + "}", "aliases"),
    "60 directives": ("{ __typename " + "@a " * 60 + "}", "directives"),
    "20,000 comments": ("#\n" * 20_000 + "{ a }", "comments"),
    "nested inline fragments": ("{" + "... {" * 100 + "a" + "}" * 101, "depth"),
    "depth 50": ("{" + "a {" * 50 + "a" + "}" * 51, "depth"),
    "depth 1,900": ("{" + "a {" * 900 + "a" + "}" * 901, "depth"),
    "lists in lists": ("{ a(x: " + "[" * 900 + "]" * 900 + ") }", "depth"),
    "1 MB": ("{ a }" + " " * 1_000_000, "length"),
    "many tokens": ("{" + "a " * 5_000 + "}", "tokens"),
    "a chain of fragments": (fragments(90, 1), "depth"),
    "many fragments": (
        "{ a } " + " ".join(f"fragment f{i} on Query {{ a }}" for i in range(101)),
        "fragments",
    ),
}


@pytest.mark.check("K14", part="refused, each by one pass")
@pytest.mark.parametrize("name", WORST)
def test_the_worst_documents_are_refused_by_the_limit_they_break(name: str) -> None:
    document, limit = WORST[name]
    error = refused(document)
    assert error.data["limit"] == limit
    assert error.data["allowed"] == getattr(LIMITS, limit)
    assert error.text.zh.startswith("查询过于复杂")
    assert error.text.en.startswith("The document is too complex")


@pytest.mark.check("K14", part="no exponential work")
def test_a_fragment_is_walked_once_however_often_it_is_spread() -> None:
    def visited(count: int, spreads: int) -> int:
        measure = Measure(
            parse_document(fragments(count, spreads), LIMITS),
            {},
            LIMITS.model_copy(
                update={
                    "fields": 10**13,
                    "repeats": 10**13,
                    "depth": 10_000,
                }
            ),
        )
        measure.check()
        return measure.visited

    assert visited(10, 2) == 1 + 10 * 2 + 1
    assert visited(20, 2) == 1 + 20 * 2 + 1
    assert visited(40, 20) == 1 + 40 * 20 + 1  # expanded: 20 ** 40 fields


@pytest.mark.check("K15", part="list cost")
def test_lists_within_lists_multiply() -> None:
    document = (
        "{ stations(first: 100) { nodes { topics(first: 100) { nodes { x(first: 10) { "
        "nodes { a } } } } } } }"
    )
    error = refused(document)
    assert error.data["found"] == 100 + 100 * 100 + 100 * 100 * 10
    assert error.data["allowed"] == 50_000
    assert error.data["field"] == "stations.nodes.topics.nodes.x"
    assert "stations.nodes.topics.nodes.x" in error.text.zh
    assert "stations.nodes.topics.nodes.x" in error.text.en


def test_aliases_add_up_and_the_dearest_is_named_by_its_alias() -> None:
    small = "a: stations(first: 5) { nodes { topics(first: 5) { nodes { id } } } }"
    large = "b: stations(first: 100) { nodes { topics(first: 499) { nodes { id } } } }"
    check_limits(parse_document("{" + large + "}", LIMITS), None, LIMITS)
    more = " ".join(small.replace("a:", f"a{i}:") for i in range(4))
    assert refused("{" + large + more + "}").data["field"] == "b.nodes.topics"


def test_a_list_without_first_counts_as_a_page_of_the_default_length() -> None:
    def nodes(document: str, variables: dict[str, object] | None = None) -> int:
        limits = LIMITS.model_copy(update={"nodes": 0})
        with pytest.raises(TooComplex) as caught:
            check_limits(parse_document(document, LIMITS), variables, limits)
        return int(caught.value.data["found"])

    assert nodes("{ stations { nodes { id } } }") == 20
    assert nodes("{ stations { edges { node { id } } } }") == 20
    assert nodes("{ stations { ...f } } fragment f on C { nodes { id } }") == 20
    assert nodes("query ($n: Int) { stations(first: $n) { nodes { id } } }", {"n": 70}) == 70
    assert nodes("query ($n: Int = 30) { stations(first: $n) { nodes { id } } }") == 30
    assert nodes("query ($n: Int) { stations(first: $n) { nodes { id } } }") == 20
    assert nodes("{ stations(first: -50) { nodes { id } } }") == 50


def test_a_fragment_counts_with_the_variables_of_each_operation() -> None:
    document = (
        "query A($n: Int = 1) { ...f } query B($n: Int = 60000) { ...f } "
        "fragment f on Query { stations(first: $n) { nodes { id } } }"
    )
    assert refused(document).data["found"] == 60_000


def test_a_huge_number_neither_overflows_nor_costs() -> None:
    nested = (
        "{ a(first: 99999999999999999999999999) { nodes { b(first: 99999999999999999999999) "
        "{ nodes { c } } } } }"
    )
    assert refused(nested).data["found"] == 10**12


@pytest.mark.parametrize(
    "document",
    [
        get_introspection_query(),
        get_introspection_query(
            descriptions=True,
            specified_by_url=True,
            directive_is_repeatable=True,
            schema_description=True,
            input_value_deprecation=True,
        ),
        "{ stations(first: 50) { nodes { id name topics(first: 5) { nodes { id title } } } "
        "totalCount } }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a x "
        "}",  # validation refuses the circle
        "{ ...absent }",
    ],
)
def test_ordinary_documents_pass(document: str) -> None:
    check_limits(parse_document(document, LIMITS), None, LIMITS)


def test_introspection_counts_in_the_cost() -> None:
    usual = get_introspection_query()
    twice = usual.replace("    types {", "    again: types { ...FullType } types {", 1)
    error = refused(twice)
    assert error.data == {"limit": "introspection", "found": 620_140, "allowed": 500_000}
    assert "接口结构查询的数据量" in error.text.zh
    deep = "fields { type { fields { type { fields { name } } } } }"
    largest = "{" + " ".join(f'a{i}: __type(name: "Query") {{ {deep} }}' for i in range(25)) + "}"
    assert refused(largest).data["limit"] == "introspection"


@pytest.mark.parametrize(
    "document",
    [
        "{ a: __schema { queryType { name } } b: __schema { queryType { name } } }",
        "{ ...A ...B } fragment A on Query { __schema { queryType { name } } } fragment B on "
        "Query { b: __schema { queryType { name } } }",
    ],
)
def test_the_schema_is_asked_once_in_an_operation(document: str) -> None:
    assert refused(document).data == {"limit": "schemas", "found": 2, "allowed": 1}


def test_a_syntax_error_says_where() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_document("{\n  a(", LIMITS)
    assert "2:5" in caught.value.text.zh
    assert "2:5" in caught.value.text.en
