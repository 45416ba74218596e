"""Our own lint rules over plain text and over the tree of files: a rule's docstring is its
reason.
"""

from __future__ import annotations

import functools
import inspect
import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tests.lint.sources import PACKAGES, ROOT, in_package


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
    `[variant]`.
    """
    words: set[str] = set()
    for place in folder.iterdir():
        if not place.is_dir() or place.name.startswith(("_", ".")):
            continue
        words.add(place.name)
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
    """The bad code of every project that was read stands in its files above 1,000 lines. Above 500
    lines (tests 800) a file has more than one subject: give the second one a room of its own.
    Migrations are a record and are not split.
    """

    name = "files-stay-small"

    def covers(self, path: PurePosixPath) -> bool:
        return (
            path.suffix == ".py" and "migrations" not in path.parts and "versions" not in path.parts
        )

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        limit = 800 if path.parts[0] == "tests" else 500
        lines = text.count("\n")
        return [f"{path}: {lines} lines, at most {limit}"] if lines > limit else []


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
    RootFoldersAreNotPackages(),
)
