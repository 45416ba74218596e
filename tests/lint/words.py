"""One word for each thing: the table of `docs/reference/words.md` holds in labels, messages,
variants and pages in Chinese.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.lint.sources import ROOT, in_package
from tests.lint.texts import TextRule

TABLE = ROOT / "docs" / "reference" / "words.md"
LINE = re.compile(
    r"^\| (?P<chinese>[^|]+?) \| (?P<identifiers>`[^|]+?) \| (?P<english>[^|]+?) \| "
    r"?(?P<other>[^|]*?) ?\|$",
    re.M,
)
OTHER = re.compile(r"(?P<word>\w+)(?:\((?P<names>[^)]*)\))?")


@dataclass(frozen=True)
class Word:
    """A line of the table: the words for one thing, and those that are not used for it with the
    names they may stand in.
    """

    chinese: tuple[str, ...]
    identifiers: tuple[str, ...]
    english: str
    others: dict[str, tuple[str, ...]]


@functools.cache
def words() -> tuple[Word, ...]:
    """The lines of the table, in order."""
    return tuple(
        Word(
            tuple(line["chinese"].split(" / ")),
            tuple(re.findall(r"`(\w+)`", line["identifiers"])),
            line["english"],
            {
                m["word"]: tuple((m["names"] or "").split("、")) if m["names"] else ()
                for m in OTHER.finditer(line["other"])
            },
        )
        for line in LINE.finditer(TABLE.read_text(encoding="utf-8"))
    )


def labels(text: str) -> dict[str, str]:
    """Entity → its label, as a module declares them."""
    return {
        entity.name: line.value.value
        for entity in ast.parse(text).body
        if isinstance(entity, ast.ClassDef)
        for line in entity.body
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__label__"
        if isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
    }


class OneWordPerThing(TextRule):
    """The lists called a station 站点, its own heading 协商平台, and the settings form 平台格局: an office
    could not tell whether one thing was meant or three. Use the word of docs/reference/words.md;
    where a source fixes another name, write that name behind the word, in brackets.
    """

    name = "one-word-per-thing"

    def covers(self, path: PurePosixPath) -> bool:
        if "vendored" in path.parts or "migrations" in path.parts:
            return False
        # The demonstration and a variant's scene tell stories: people in them speak as people do.
        told = "demo" in path.parts or path.stem == "demo"
        return path.name == "README.zh-CN.md" or (
            in_package(path) and not told and path.suffix != ".gz"
        )

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            for word in words():
                for other, names in word.others.items():
                    if other in functools.reduce(
                        lambda rest, name: rest.replace(name, ""), names, line
                    ):
                        found.append(f"{path}:{number}: {other}, say {word.chinese[0]}")
        return found
