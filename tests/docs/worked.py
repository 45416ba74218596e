"""Worked examples in a Markdown page: a document, who sends it, its variables, and the answer that
it really gets.

    As `township`:                  or: Without an account:      optionally: …, in English:

    ```graphql
    …
    ```
    ```json variables
    …
    ```
    ```json answer
    …
    ```

In variables and answers `…name` stands for the part of a text that is another one each time (ids,
cursors, codes): at its first sight it takes the value that is there, later it must be the same
value again. Everything else must be equal, to the order of the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHOWN_COUNTY = "990101"
HEADING = re.compile(r"^## (?P<title>.+)$", re.M)
EXAMPLE = re.compile(
    r"^(?:As `(?P<who>\w+)`|Without an account|以`(?P<zh>\w+)`账号发送)(?P<english>, in English)?[:: "
    r"]*\n\n"
    r"```graphql\n(?P<document>.*?)```\n"
    r"(?:\s*```json variables\n(?P<variables>.*?)```\n)?"
    r"\s*```json answer\n(?P<answer>.*?)```$",
    re.M | re.S,
)
PLACEHOLDER = re.compile(r"…(\w+)$")
SECRET = {"endCursor", "startCursor", "cursor", "queryCode", "token", "password", "qrToken"}
"""Keys whose texts are another one each time."""


@dataclass(frozen=True)
class Example:
    """One request of a page; `number` counts the examples of its section from 1, `place` is the
    answer's place in the text.
    """

    title: str
    number: int
    who: str | None
    english: bool
    document: str
    variables: dict[str, Any]
    answer: Any
    place: tuple[int, int]

    @property
    def name(self) -> str:
        """For tests and files: `03_stations_with_topics`, with `_2` behind it for the second one of
        a section.
        """
        words = re.sub(r"\W+", "_", self.title.lower()).strip("_")
        digits, _, rest = words.partition("_")
        begin = f"{int(digits):02}_{rest}" if digits.isascii() and digits.isdigit() else words
        return begin + (f"_{self.number}" if self.number > 1 else "")


def examples(text: str) -> list[Example]:
    """All examples of a page, in order."""
    return list(_examples(text))


def _examples(text: str) -> Iterator[Example]:
    title, number = "", 0
    starts = [(m.start(), m["title"]) for m in HEADING.finditer(text)]
    for match in EXAMPLE.finditer(text):
        here = [t for at, t in starts if at < match.start()][-1]
        number = number + 1 if here == title else 1
        title = here
        variables = json.loads(match["variables"]) if match["variables"] else {}
        yield Example(
            title,
            number,
            match["who"] or match["zh"],
            bool(match["english"]),
            match["document"],
            variables,
            json.loads(match["answer"]),
            match.span("answer"),
        )


@dataclass
class Names:
    """What the placeholders of a page stand for, for a county of the code `county`."""

    county: int
    known: dict[str, str] = field(default_factory=dict)

    def name(self, id_: str, name: str) -> None:
        """Give an id that is known before the first example its name."""
        type_, _, _ = id_.split(":")
        self.known[f"{type_}:{SHOWN_COUNTY}:…{name}"] = id_

    def real(self, value: Any) -> Any:
        """Variables as they are sent."""
        if isinstance(value, dict):
            return {k: self.real(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.real(v) for v in value]
        if isinstance(value, str):
            return (
                self.known[value]
                if PLACEHOLDER.search(value)
                else value.replace(SHOWN_COUNTY, str(self.county))
            )
        return self.county if value == int(SHOWN_COUNTY) else value

    def agrees(self, shown: Any, found: Any) -> bool:
        """Whether an answer is the one that is shown."""
        if isinstance(shown, dict) and isinstance(found, dict):
            return list(shown) == list(found) and all(
                self.agrees(v, found[k]) for k, v in shown.items()
            )
        if isinstance(shown, list) and isinstance(found, list):
            return len(shown) == len(found) and all(map(self.agrees, shown, found))
        if isinstance(shown, str) and isinstance(found, str):
            return self._text_agrees(shown, found)
        return type(shown) is type(found) and self.real(shown) == found

    def _text_agrees(self, shown: str, found: str) -> bool:
        if not PLACEHOLDER.search(shown):
            return found.replace(str(self.county), SHOWN_COUNTY) == shown
        begin = shown.partition("…")[0].replace(SHOWN_COUNTY, str(self.county))
        return (
            found.startswith(begin)
            and len(found) > len(begin)
            and self.known.setdefault(shown, found) == found
        )

    def shown(self, found: Any, key: str = "") -> Any:
        """An answer as a page shows it; what is new gets a name."""
        if isinstance(found, dict):
            return {k: self.shown(v, k) for k, v in found.items()}
        if isinstance(found, list):
            return [self.shown(v, key) for v in found]
        if found == self.county and not isinstance(found, bool):
            return int(SHOWN_COUNTY)
        return self._shown_text(found, key) if isinstance(found, str) else found

    def _shown_text(self, found: str, key: str) -> str:
        for name, value in self.known.items():
            if value == found:
                return name
        if named := re.fullmatch(rf"([A-Z]\w+):{self.county}:[0-9a-f-]{{36}}", found):
            begin, word = f"{named[1]}:{SHOWN_COUNTY}:", named[1][:1].lower() + named[1][1:]
        elif key in SECRET:
            begin, word = "", key
        else:
            return found.replace(str(self.county), SHOWN_COUNTY)
        number = 1 + sum(n.startswith(f"{begin}…{word}") for n in self.known)
        name = f"{begin}…{word}{number}"
        self.known[name] = found
        return name


def with_answers(text: str, answers: dict[tuple[int, int], Any]) -> str:
    """The page with other answers, by their places."""
    for (begin, end), answer in sorted(answers.items(), reverse=True):
        text = text[:begin] + pretty(answer) + "\n" + text[end:]
    return text


def pretty(value: Any, indent: int = 0, width: int = 110) -> str:
    """JSON for readers: what fits into a line stands in one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (indent and len(flat) + indent <= width):
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, list):
        items = [inner + pretty(v, indent + 2) for v in value]
    else:
        items = [
            f"{inner}{json.dumps(k, ensure_ascii=False)}: {pretty(v, indent + 2)}"
            for k, v in value.items()
        ]
    left, right = "[]" if isinstance(value, list) else "{}"
    return left + "\n" + ",\n".join(items) + "\n" + " " * indent + right
