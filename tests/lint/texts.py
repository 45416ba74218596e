"""Our own lint rules over plain text and over the tree of files: a rule's docstring is its
reason.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tests.lint.sources import PACKAGES, ROOT, in_package
from yishi_core.kernel.tree.models import OrgKind


class TextRule(ABC):
    """Finds one kind of mistake in the text of a tracked file."""

    name: str

    @property
    def reason(self) -> str:
        """Why the rule exists: the docstring of its class."""
        return inspect.getdoc(self) or ""

    @abstractmethod
    def covers(self, path: PurePosixPath) -> bool:
        """Whether the rule looks at this file."""

    @abstractmethod
    def find(self, text: str, path: PurePosixPath) -> list[str]:
        """One line per violation, `path:line: what`."""


class NoVariantOutsidePlugins(TextRule):
    """A variant is a plugin that a township switches on. Where core, tenants or the face know one
    by name, the next township's way of working needs a change of the core: in FixMyStreet such
    names stand in shared code 279 times (lessons.md 1.4).
    """

    name = "no-variant-outside-plugins"
    always = ("古城", "羌山", "组室合一")

    def __init__(self, words: Iterable[str] | None = None) -> None:
        self._words = None if words is None else frozenset(words)

    @property
    def words(self) -> frozenset[str]:
        """Folder names and labels of the installed variants, and three names that are never to
        occur.
        """
        return (variant_words() if self._words is None else self._words) | set(self.always)

    def covers(self, path: PurePosixPath) -> bool:
        return in_package(path, "core", "tenants", "graphql")

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        pattern = re.compile(
            "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        )
        return [
            f"{path}:{number}: names the variant {found.group()}"
            for number, line in enumerate(text.splitlines(), 1)
            for found in pattern.finditer(line)
        ] + [f"{path}: the file is named after a variant" for _ in pattern.finditer(str(path))]


@functools.cache
def variant_words(folder: Path = ROOT / "plugins" / "yishi_plugins") -> frozenset[str]:
    """Folder name of every variant, and its `label`, at the top of variant.toml or in `[plugin]` or
    `[variant]`. A kind of body keeps its word, also where a variant is called by it (domain.md 2.2
    and 3.12: `liaison_committee`); that variant is known by its label.
    """
    words: set[str] = set()
    for place in folder.iterdir():
        if not place.is_dir() or place.name.startswith(("_", ".")):
            continue
        words |= {place.name} - {*OrgKind}
        manifest = place / "variant.toml"
        if manifest.is_file():
            data = tomllib.loads(manifest.read_text(encoding="utf-8"))
            labels = [
                data.get("label"),
                *(data.get(t, {}).get("label") for t in ("plugin", "variant")),
            ]
            words |= {label for label in labels if isinstance(label, str) and label}
    return frozenset(words)


class NoMachinePaths(TextRule):
    """A path of the machine on which somebody worked, or the address of the package registry he was
    given, works nowhere else: the clone of a county without that machine fails, and the tree tells
    what is nobody's business.
    """

    name = "no-machine-paths"
    # Written with classes of one letter so that the rule does not find itself. The public service
    # that tells of known holes (`.ci/audit`) is
    # the same from everywhere, and no index.
    pattern = re.compile(
        r"(?<![\w.~-])/(?:wor[k]|far[m]|roo[t])/|https?://(?!pyp[i]\.org/pyp[i]\")[^\s\"'<>)]*pyp[i]|(?:extra-)?index-ur[l]\b "
        r"*[=:]? *\S*//"
    )

    def covers(self, path: PurePosixPath) -> bool:
        return True

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{number}: {found.group()}"
            for number, line in enumerate(text.splitlines(), 1)
            for found in self.pattern.finditer(line)
        ]


class FilesStaySmall(TextRule):
    """The bad code of every project that was read stands in its files above 1,000 lines. Above 450
    lines, tests too, a file has more than one subject: give the second one a room of its own.
    Migrations are a record and are not split.
    """

    name = "files-stay-small"
    limit = 450

    def covers(self, path: PurePosixPath) -> bool:
        return path.suffix == ".py" and not is_migration(path)

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        lines = text.count("\n")
        return [f"{path}: {lines} lines, at most {self.limit}"] if lines > self.limit else []


class LinesStayShort(TextRule):
    """Two files beside each other fit on a screen at 100 characters a line. The formatter breaks
    what it can; what it cannot (strings, comments, names) is for the author to break. Text in
    triple quotes keeps its own lines, an address is not broken, and what a checker is told at the
    end of a line (`type: ignore`, `noqa`) does not count.
    """

    name = "lines-stay-short"
    limit = 100
    told = re.compile(r"\s*# (?:type: ignore|noqa)\b.*")

    def covers(self, path: PurePosixPath) -> bool:
        return path.suffix in {".py", ".pyi"} and not is_migration(path)

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        long = [
            (number, line)
            for number, line in enumerate(text.split("\n"), 1)
            if len(line) > self.limit
            and len(self.told.sub("", line)) > self.limit
            and "://" not in line
        ]
        quoted = _lines_in_triple_quotes(text) if long else frozenset()
        return [
            f"{path}:{number}: {len(line)} characters, at most {self.limit}"
            for number, line in long
            if number not in quoted
        ]


class TheFormatterDecides(TextRule):
    """A part of a file that the formatter skips is laid out by taste, and the next author's taste
    is another one. Only a table is read better as one (rights, the matrix of access): its rows may
    be kept as they are.
    """

    name = "the-formatter-decides"
    tables = frozenset({PurePosixPath("core/yishi_core/kernel/access/permissions.py")})
    # Written with classes of one letter so that the rule does not find itself.
    pattern = re.compile(r"# fm[t]: (?:ski[p]|of[f])")

    def covers(self, path: PurePosixPath) -> bool:
        table = path in self.tables or path.parts[:3] == ("tests", "access", "matrix")
        return path.suffix in {".py", ".pyi"} and not table

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{number}: {found.group()}"
            for number, line in enumerate(text.splitlines(), 1)
            for found in self.pattern.finditer(line)
        ]


def is_migration(path: PurePosixPath) -> bool:
    """Whether the file is a migration; what runs them (`environment.py`) is none."""
    return "migrations" in path.parts and path.name[:4].isdigit()


_QUOTES = ('"""', "'''")


def _lines_in_triple_quotes(text: str) -> frozenset[int]:
    """The numbers of the lines on which a text in triple quotes stands. Of an f-string, every line
    from its first to its last.
    """
    return frozenset(
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        if (ast.get_source_segment(text, node) or "").lstrip("rbfuRBFU").startswith(_QUOTES)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


class RootFoldersAreNotPackages(TextRule):
    """`graphql/__init__.py` shadows graphql-core and breaks strawberry, pytest and mypy at once; in
    the other three it makes a second module object of every file, `core.yishi_core` beside
    `yishi_core` (decision 0001).
    """

    name = "root-folders-are-not-packages"

    def covers(self, path: PurePosixPath) -> bool:
        return len(path.parts) == 2 and path.parts[0] in PACKAGES

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        return (
            [f"{path}: a root folder holds its one import package and no module"]
            if path.suffix == ".py"
            else []
        )


TEXT_RULES: tuple[TextRule, ...] = (
    NoVariantOutsidePlugins(),
    NoMachinePaths(),
    FilesStaySmall(),
    LinesStayShort(),
    TheFormatterDecides(),
    RootFoldersAreNotPackages(),
)
