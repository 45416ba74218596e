"""Importing records from a file: every row runs the operation that a form would use.

All rows are entered or none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import InvalidInput, NotFound, Unauthenticated, YishiError
from yishi_core.facilities.ledgers.fields import SheetField, fields_by_title
from yishi_core.facilities.ledgers.records import Records
from yishi_core.facilities.ledgers.sheets import Line, Sheet, read_sheet, written
from yishi_core.facilities.ledgers.words import BadCell, Reader
from yishi_core.facilities.numbering.blocks import TrialNumbers, give_back, numbers_from, reserve
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.audit import service as audit
from yishi_core.kernel.audit.models import AuditResult
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run_all
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective

REASON = "错误原因"
"""The column that an error file has in addition; it is ignored when the file is sent again."""
IMPORT = "import_ledger"
AT_ONCE = 500
"""Most rows that are entered directly.

A longer file is tried first, so that nothing waits for its register numbers, and over HTTP a job
enters it (`large.py`).
"""
CHECKING, ENTERING = "checking", "entering"
OWNERS = ("station", "org")
"""Input fields from which an operation derives the owner of a record."""


Tell = Callable[[str, int], None]
"""Called with the current step and the number of its rows that are done."""
Conclude = Callable[[AsyncSession], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row; `column` is empty for the row as a whole."""

    row: int
    column: str
    zh: str
    en: str


@dataclass
class Imported:
    """The result of an import; nothing was entered if there are errors or it was a dry run."""

    sheet: Sheet
    dry_run: bool
    errors: list[RowError] = field(default_factory=list)

    @property
    def entered(self) -> int:
        return 0 if self.errors or self.dry_run else len(self.sheet.lines)

    def error_file(self) -> str:
        """The same rows as a CSV, with the reasons in a further column."""
        reasons: dict[int, list[str]] = {}
        for error in self.errors:
            reasons.setdefault(error.row, []).append(
                f"{error.column}：{error.zh}" if error.column else error.zh
            )
        kept = [i for i, title in enumerate(self.sheet.titles) if title != REASON]
        rows = [
            [*(_cell(line, i) for i in kept), "；".join(reasons.get(line.number, []))]
            for line in self.sheet.lines
        ]
        return written([[*(self.sheet.titles[i] for i in kept), REASON], *rows])


def sheet_operations(platform: Platform) -> dict[str, Operation]:
    """Entity → the operation that enters the rows of its file."""
    return {o.output.__name__: o for o in platform.operations.values() if o.importable}


def sheet_operation(platform: Platform, entity: str) -> Operation:
    """The operation that enters an entity's rows; raises `NotFound` when there is no import."""
    found = sheet_operations(platform).get(entity)
    if found is None:
        raise NotFound.at("entity")
    return found


async def read_file(platform: Platform, principal: Principal, entity: str, data: bytes) -> Sheet:
    """Read a file that the caller may try to import.

    Raises `InvalidInput` when it cannot be read as a whole, `NotFound` for an entity without import
    or of a plugin that the caller does not have, and `Unauthenticated` for anonymous callers.
    """
    if principal.kind is PrincipalKind.ANONYMOUS:
        raise Unauthenticated.missing()
    principal.require_own_password()
    operation = sheet_operation(platform, entity)
    if not principal.has_plugin(operation.plugin):
        raise NotFound.at("entity")
    sheet = await asyncio.to_thread(read_sheet, data)
    _columns(sheet, fields_by_title(operation.input))
    return sheet


async def import_sheet(
    platform: Platform,
    principal: Principal,
    entity: str,
    data: bytes,
    *,
    dry_run: bool,
    tell: Tell | None = None,
    conclude: Conclude | None = None,
) -> Imported:
    """Import the rows of a file; with `dry_run` only find out what would be wrong.

    `tell` is called for every row that is begun; `conclude` is awaited in the transaction of the
    rows before its commit. Raises `InvalidInput` when the file cannot be read as a whole.
    """
    return await enter_sheet(
        platform,
        principal,
        entity,
        await read_file(platform, principal, entity, data),
        dry_run=dry_run,
        tell=tell,
        conclude=conclude,
    )


async def enter_sheet(
    platform: Platform,
    principal: Principal,
    entity: str,
    sheet: Sheet,
    *,
    dry_run: bool,
    tell: Tell | None = None,
    conclude: Conclude | None = None,
) -> Imported:
    """The same as `import_sheet`, for a file that was read with `read_file`."""
    operation = sheet_operation(platform, entity)
    columns = _columns(sheet, fields_by_title(operation.input))
    imported = Imported(sheet, dry_run)
    async with platform.database.transaction(principal.reading) as session:
        raws = await _Rows(platform, principal, operation, columns, imported).read(session)
    entering = _Entering(platform, principal, operation, raws, tell or _nobody, conclude)
    errors = await (
        entering.in_two_steps(dry_run)
        if len(raws) > AT_ONCE
        else entering.at_once(keep=not dry_run)
    )
    for line, error in zip(sheet.lines, errors, strict=True):
        if error is not None:
            imported.errors += _told(
                line,
                error,
                _titles(operation) | {".".join(f.path): f.title for f in columns.values()},
            )
    imported.errors.sort(key=lambda e: e.row)
    if not dry_run:
        await _note(platform, principal, entity, imported)
    return imported


class _Told(list[Any]):
    """A list of inputs that reports, while it is iterated, which of them is begun."""

    def __init__(self, raws: Sequence[Any], step: str, tell: Tell) -> None:
        super().__init__(raws)
        self._step = step
        self._tell = tell

    def __iter__(self) -> Iterator[Any]:
        for done, raw in enumerate(super().__iter__()):
            self._tell(self._step, done)
            yield raw


@dataclass(frozen=True)
class _Entering:
    """The inputs of a file on their way through the operation, all of them or none."""

    platform: Platform
    principal: Principal
    operation: Operation
    raws: Sequence[Mapping[str, Any] | None]
    tell: Tell
    conclude: Conclude | None

    async def at_once(self, *, keep: bool, step: str = ENTERING) -> list[YishiError | None]:
        raws = _Told(self.raws, step, self.tell)
        return await run_all(
            self.platform,
            self.principal,
            self.operation,
            raws,
            keep=keep,
            conclude=self.conclude if keep else None,
        )

    async def in_two_steps(self, dry_run: bool) -> list[YishiError | None]:
        """Try all rows with temporary numbers; if none is wrong, reserve numbers and enter."""
        trial = TrialNumbers()
        with numbers_from(trial):
            errors = await self.at_once(keep=False, step=CHECKING)
        if dry_run or None in self.raws or any(errors):
            return errors
        reserved = await reserve(self.platform, self.principal.county, trial.wanted)
        whole = reserved.copy()
        with numbers_from(reserved):
            errors = await self.at_once(keep=True)
        # After a broken connection nobody knows whether the rows were committed, so no numbers are
        # given back.
        await give_back(self.platform, self.principal.county, whole if any(errors) else reserved)
        return errors


def _nobody(step: str, done: int) -> None:
    """Ignore the progress."""


@dataclass
class _Rows:
    """Converts the rows of one file to inputs of the operation."""

    platform: Platform
    principal: Principal
    operation: Operation
    columns: Mapping[int, SheetField]
    imported: Imported

    async def read(self, session: AsyncSession) -> list[dict[str, Any] | None]:
        """The operation's input for every row; None for rows in which something cannot be read."""
        records = Records(session, self.principal, self.platform.registry)
        await records.look_up(
            (f, cell)
            for line in self.imported.sheet.lines
            for i, f in self.columns.items()
            if (cell := _cell(line, i))
        )
        settings = _Settings(self.platform, session)
        made = []
        for number, line in enumerate(self.imported.sheet.lines):
            made.append(await self._row(line, records, settings))
            if number % 200 == 0:
                await asyncio.sleep(0)  # lets other tasks run during a long file
        return made

    async def _row(
        self, line: Line, records: Records, settings: _Settings
    ) -> dict[str, Any] | None:
        raw: dict[str, Any] = {}
        wrong: list[RowError] = []
        # The owner of the row determines which vocabulary values it may use, so the subject is read
        # first, then the other references.
        owners = (self.operation.subject, *OWNERS)
        ordered = sorted(
            self.columns.items(), key=lambda c: (c[1].reference is None, c[1].name not in owners)
        )
        here: Effective | None = None
        for i, f in ordered:
            if not (cell := _cell(line, i)):
                continue
            here = here or await settings.at(
                next((o for value in raw.values() if (o := records.org_of(value))), None)
            )
            words = here.vocabularies if here else self.platform.plugins.core.words
            try:
                into = raw.setdefault(f.plugin, {}) if f.plugin else raw
                into[f.name] = Reader(
                    records.id_of, partial(_words_of, words), partial(self._spoken, here)
                ).read(f, cell)
            except BadCell as bad:
                wrong.append(RowError(line.number, f.title, bad.text.zh, bad.text.en))
        if len(line.cells) > len(self.imported.sheet.titles) and any(
            line.cells[len(self.imported.sheet.titles) :]
        ):
            wrong.append(
                RowError(
                    line.number,
                    "",
                    "该行的列数多于标题。",
                    "The row has more cells than there are titles.",
                )
            )
        plugin = self.operation.plugin
        here = here or await settings.at(
            next((o for value in raw.values() if (o := records.org_of(value))), None)
        )
        if plugin is not None and (here is None or plugin not in here.plugins) and not wrong:
            # In the API such operations do not exist for orgs without the plugin (access.md 7).
            wrong.append(
                RowError(
                    line.number,
                    "",
                    f"该组织未启用插件“{plugin}”。",
                    f"Plugin “{plugin}” is not switched on there.",
                )
            )
        self.imported.errors += wrong
        return None if wrong else raw

    def _spoken(self, here: Effective | None, name: str) -> dict[str, str]:
        """Label → code of the local words for values of an enumeration."""
        if here is None:
            return {}
        return {
            word.label: word.stands_for or code
            for variant in self.platform.plugins.switched_on(here)
            for code, word in variant.vocabularies.get(name, {}).items()
        }


class _Settings:
    """The settings of the orgs to which rows belong, each read once."""

    def __init__(self, platform: Platform, session: AsyncSession) -> None:
        self._platform = platform
        self._session = session
        self._known: dict[Any, Effective] = {}

    async def at(self, org: OrgUnit | None) -> Effective | None:
        if org is not None and org.id not in self._known:
            self._known[org.id] = await self._platform.settings.effective(self._session, org)
        return self._known[org.id] if org is not None else None


def _words_of(vocabularies: Mapping[str, Mapping[str, str]], name: str) -> Mapping[str, str]:
    return vocabularies.get(name, {})


def _columns(sheet: Sheet, known: Mapping[str, SheetField]) -> dict[int, SheetField]:
    """Column number → field; raises `InvalidInput` for unknown, repeated or missing titles."""
    named = {
        i: title.rstrip("*") for i, title in enumerate(sheet.titles) if title and title != REASON
    }
    titles = list(named.values())
    unknown = [t for t in titles if t not in known]
    doubled = sorted({t for t in titles if titles.count(t) > 1})
    missing = [t for t, f in known.items() if f.required and t not in titles]
    for found, zh, en in (
        (unknown, "不认识的列", "unknown columns"),
        (doubled, "重复的列", "doubled columns"),
        (missing, "缺少必填列", "missing columns"),
    ):
        if found:
            raise InvalidInput.of(
                "file",
                f"{zh}:{'、'.join(found)}。列名应与模板一致:{'、'.join(known)}。",
                f"{en}: {', '.join(found)}.",
            )
    return {i: known[title] for i, title in named.items()}


def _titles(operation: Operation) -> dict[str, str]:
    return {name: info.title or name for name, info in operation.input.model_fields.items()}


def _told(line: Line, error: YishiError, titles: Mapping[str, str]) -> list[RowError]:
    if not error.fields:
        return [RowError(line.number, "", error.text.zh, error.text.en)]
    return [
        RowError(line.number, _titled(f.path, titles), f.text.zh, f.text.en) for f in error.fields
    ]


def _titled(path: str, titles: Mapping[str, str]) -> str:
    """The title of the column in which a field stands, or part of it; own fields have two steps."""
    first, *rest = path.split(".")
    return titles.get(".".join([first, *rest[:1]])) or titles.get(first, "")


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


async def _note(platform: Platform, principal: Principal, entity: str, imported: Imported) -> None:
    """Audit that a file was imported or refused, besides the audit entries of its rows."""
    result = AuditResult.REFUSED if imported.errors else AuditResult.DONE
    system = Principal.system(principal.county, principal.policy)
    changes = {"rows": [None, len(imported.sheet.lines)], "errors": [None, len(imported.errors)]}
    async with platform.database.transaction(system.reading) as session:
        session.add(
            audit.entry(
                principal,
                IMPORT,
                result,
                county=principal.county,
                path=county_path(principal.county),
                subject_type=entity,
                changes=changes,
            )
        )


__all__ = [
    "AT_ONCE",
    "REASON",
    "Imported",
    "RowError",
    "enter_sheet",
    "import_sheet",
    "read_file",
    "sheet_operation",
    "sheet_operations",
]
