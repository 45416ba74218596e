"""The figures of a document: each row of a variant's table in `docs/reference/domain.md` 3, obtained
over HTTP from records that were entered through operations.

A variant's table stands beside its story, in `tests/stories/<code>/test_figures.py`:

    SURVEYS = ("activities{kind=survey}", "walk_groups")
    AREA = "{ stations { nodes { areaM2 } } }"
    TABLE = Table(
        "S1.1",
        [
            Row("consultations{grade=key_special}", "=8", "consultations{grade=key_special}", "8"),
            Row("suggestions", ">300", "suggestions", "301", rounded="300余"),
            Derived("surveys per walk group", "2.5", SURVEYS, per, "2.5"),
            Read("`Station.area_m2`", "~50", AREA, "stations.nodes.0.areaM2", "50"),
        ],
    )

    @pytest.mark.figures
    async def test_every_row_of_the_table(story: Town, figures: Printer) -> None:
        subjects = await entered(story)        # the records, through operations and files
        await figures.hold(story, TABLE, subjects)

`cell` is the row's first cell in the document, word for word; a cell that names several figures has
several rows. `printed` is the figure as the document prints it, with its sign: `=` exact, `>`
“余/多” (so many and one more were entered), `≥` 以上, `<` 近, `~` about or derived; `masked` and `N`
where the document prints none. That no row is forgotten is checked in `tests/stories/test_figures.py`;
`make figures` prints all tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from tests.stories.people import Json
from tests.stories.town import Town

Subjects = Mapping[str, Json]
"""Name → the subject as the question takes it: `{"studio": {"station": "…"}}`. `county` is there."""


@dataclass(frozen=True)
class Row:
    """A figure of the catalogue."""

    cell: str
    printed: str
    metric: str
    value: str | None
    """What is counted of the records entered, money in yuan; None where there is nothing to divide
    by.
    """
    text: str | None = None
    """As it is printed exactly, where that is not the value itself."""
    rounded: str | None = None
    """As it is printed rounded down, with 余."""
    step: int | None = None
    of: str = "county"
    from_on: str | None = None
    to_on: str | None = None
    """The row's own period; else that of the table."""


@dataclass(frozen=True)
class Derived:
    """A figure that a formula makes of figures of the catalogue."""

    cell: str
    printed: str
    metrics: Sequence[str]
    formula: Callable[..., Decimal]
    value: str
    of: str = "county"


@dataclass(frozen=True)
class Read:
    """An attribute of a record, or a figure of another question than `metric`."""

    cell: str
    printed: str
    document: str
    """A query; `{county}` and the other subjects stand for their ids."""
    path: str
    """Where the answer holds it: `stations.nodes.0.areaM2`."""
    value: Any


Figure = Row | Derived | Read


@dataclass(frozen=True)
class Table:
    """The figures of one document."""

    document: str
    """S0 to S4, as the domain reference names its sources."""
    rows: Sequence[Figure]
    from_on: str | None = None
    to_on: str | None = None
    """The period of every row that has none of its own; else the year to date."""


@dataclass(frozen=True)
class Told:
    """A row with what was counted, for the printed table."""

    document: str
    figure: str
    printed: str
    counted: str


@dataclass
class Printer:
    """Asks for every row of a table, compares, and keeps what was told for `make figures`."""

    told: list[Told] = field(default_factory=list)

    async def hold(
        self, town: Town, table: Table, subjects: Subjects | None = None, who: str = "county"
    ) -> None:
        """Obtain every row as `who`; all that are wrong are told at once."""
        of: Subjects = {"county": {"org": town.orgs["county"]}, **(subjects or {})}
        person, wrong = town[who], []
        for row in table.rows:
            match row:
                case Row():
                    found, problems = await _counted(person, table, row, of[row.of])
                case Derived():
                    found, problems = await _worked_out(person, table, row, of[row.of])
                case Read():
                    found, problems = await _read(person, row, of)
            self.told.append(Told(table.document, _name(row), row.printed, found))
            wrong += [f"{row.cell}: {_name(row)}: {problem}" for problem in problems]
        assert not wrong, "\n" + "\n".join(wrong)


def lines(told: Sequence[Told]) -> list[str]:
    """What was told, in columns; a wide character takes two."""
    rows = [(t.document, t.figure, t.printed, t.counted) for t in told]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(r, widths, strict=True)
        )
        for r in rows
    ]


def per(part: Decimal, whole: Decimal) -> Decimal:
    """The first per the second, to one decimal."""
    return (part / whole).quantize(Decimal("0.1"))


async def _counted(person: Any, table: Table, row: Row, of: Json) -> tuple[str, list[str]]:
    figure = _asked(table, row.metric, row.from_on, row.to_on)
    rounded = {**figure, "style": "approx", "step": row.step}
    exact, about = await _figures(person, of, [figure, rounded])
    value = exact["value"]
    if value is not None:
        per_unit = 100 if exact["unit"] == "cents" else 1
        value = f"{(Decimal(value) / per_unit).normalize():f}"
    problems = [
        f"{what} is {is_!r}, not {should!r}"
        for what, is_, should in (
            ("the value", value, row.value),
            ("the text", exact["text"], row.text or row.value or "—"),
            ("the rounded text", about["text"], row.rounded or about["text"]),
        )
        if is_ != should
    ]
    return exact["text"], [*problems, *_contradicts(row.printed, row.value, row.rounded)]


async def _worked_out(person: Any, table: Table, row: Derived, of: Json) -> tuple[str, list[str]]:
    asked = [_asked(table, metric) for metric in row.metrics]
    found = await _figures(person, of, asked)
    value = f"{row.formula(*(Decimal(figure['value']) for figure in found))}"
    return value, [] if value == row.value else [f"it is {value}, not {row.value}"]


async def _read(person: Any, row: Read, of: Subjects) -> tuple[str, list[str]]:
    document = row.document
    for name, subject in of.items():
        document = document.replace(f"{{{name}}}", f'"{next(iter(subject.values()))}"')
    found: Any = await person.ask(document)
    for part in row.path.split("."):
        found = found[int(part)] if part.isdigit() else found[part]
    return f"{found}", [] if found == row.value else [f"it is {found!r}, not {row.value!r}"]


def _asked(table: Table, metric: str, from_on: str | None = None, to_on: str | None = None) -> Json:
    period = {"fromOn": from_on or table.from_on, "toOn": to_on or table.to_on}
    return {"metric": metric, **{name: day for name, day in period.items() if day}}


async def _figures(person: Any, of: Json, figures: list[Json]) -> list[Json]:
    found: Json = await person.ask(
        "query ($org: ID, $station: ID, $member: ID, $case: ID, $figures: [FigureInput!]!) { "
        "metrics(org: $org, station: $station, member: $member, case: $case, figures: $figures) "
        "{ value unit text } }",
        **of,
        figures=figures,
    )
    told: list[Json] = found["metrics"]
    return told


def _contradicts(printed: str, value: str | None, rounded: str | None) -> list[str]:
    """Where what was entered does not show what the document prints."""
    sign, figure = printed[:1], printed[1:].split("(")[0].strip(" %")
    digits = figure.replace(" ", "").replace(",", "")
    if sign not in "=><≥" or not digits.replace(".", "").isdigit() or value is None:
        return []
    of_document, counted = Decimal(digits), Decimal(value)
    holds = {
        "=": counted == of_document,
        ">": counted > of_document,
        "≥": counted >= of_document,
        "<": counted < of_document,
    }[sign]
    problems = [] if holds else [f"{value} was entered where {printed} is printed"]
    if sign == ">" and rounded is None:
        problems.append("how it prints rounded down is not told")
    return problems


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _name(row: Figure) -> str:
    match row:
        case Row():
            return row.metric
        case Derived():
            return " ; ".join(row.metrics)
        case Read():
            return row.path
