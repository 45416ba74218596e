"""The list of checks: what a marker claims is what `make checks` tells."""

from __future__ import annotations

from tests.checks import Claim, parts, report, titles


def test_all_forty_five_checks_have_a_title() -> None:
    assert list(titles()) == [f"K{n}" for n in range(1, 46)]
    assert all(title.endswith(".") and len(title) > 40 for title in titles().values())


def test_a_check_is_covered_by_a_whole_claim_and_partly_by_a_part() -> None:
    told = report(
        {"K1": "One.", "K2": "Two.", "K3": "Three.", "K4": "Four."},
        {"K1": [Claim("a::x"), Claim("a::y", "half")], "K2": [Claim("a::z", "half")], "K4": []},
    )
    assert told.splitlines() == [
        "covered  K1   One.",
        "              a::x",
        "              a::y  (half)",
        "partly   K2   Two.",
        "              a::z  (half)",
        "open     K3   Three.",
        "open     K4   Four.",
        "1 of 4 checks covered, 1 partly, 2 open",
    ]


def test_parts_make_a_whole_only_when_each_is_claimed() -> None:
    both = {"K1": [Claim("a::x", "one"), Claim("a::y", "two"), Claim("a::z", "more")]}
    assert report({"K1": "One."}, both, {"K1": ["one", "two"]}).startswith("covered")
    assert report({"K1": "One."}, both, {"K1": ["one", "three"]}).startswith("partly")
    assert report({"K1": "One."}, both).startswith("partly")


def test_parts_are_said_of_known_checks() -> None:
    assert set(parts()) <= set(titles())
    assert all(len(set(said)) == len(said) > 1 for said in parts().values())
