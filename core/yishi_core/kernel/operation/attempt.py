"""One attempt at an operation, once for all of them (design.md 3, access.md 4-7): permission and place,
references, idempotency, version, plugin guards, the function, audit and event, commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from yishi_core import clock
from yishi_core.errors import (
    Code,
    Conflict,
    InvalidInput,
    NotFound,
    Refused,
    Unauthenticated,
    YishiError,
)
from yishi_core.kernel.access import Principal, PrincipalKind, TenantScope, authorize
from yishi_core.kernel.access.places import ancestors, county_path
from yishi_core.kernel.audit import service as audit
from yishi_core.kernel.audit.changes import Changes
from yishi_core.kernel.audit.models import AuditResult
from yishi_core.kernel.database import NAMES_COUNTY, DeferredRead
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.messages import as_invalid_input
from yishi_core.kernel.operation import emitting as events
from yishi_core.kernel.operation import idempotency, own_fields, refs, subject_settings
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.finishing import finishing, require_plugin_there
from yishi_core.kernel.operation.handed_columns import guard_handed
from yishi_core.kernel.operation.inputs import Input, Pending, parse_global_id
from yishi_core.kernel.operation.local_terms import local_terms
from yishi_core.kernel.operation.own_work import answering_for
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.result import Advice, Result
from yishi_core.kernel.operation.ruling import require_rules
from yishi_core.kernel.operation.terms import require_terms
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective

ACCOUNT = "Account"
"""The tenants package's entity to which `Principal.account` refers."""


@dataclass
class Attempt:
    platform: Platform
    principal: Principal
    operation: Operation
    expected_version: int | None
    key: str | None
    county: int = 0
    named: Pending | None = None
    """The subject as the caller named it: the audit of a denial tells what they were after."""
    imported: bool = False
    """Whether it is one row of an import."""
    beforehand: Any = None
    kept: DeferredRead | None = None
    """The digest of the settings that the subject's case keeps, read ahead."""
    settings: Effective | None = None
    """Those of the subject, once it is known: its words are spoken there."""

    async def run(self, raw: Mapping[str, Any]) -> Result:
        data = self._prepare(raw)
        if self.operation.beforehand is not None:
            self.beforehand = await self.operation.beforehand(self.platform, self.principal, data)
        async with self.platform.database.transaction(self._first_entry(data)) as session:
            return await self._within(
                session,
                Changes(
                    session.sync_session,
                    clock.now(),
                    self.principal.account,
                    self.platform.plugins.watched,
                ),
                data,
                raw,
            )

    async def once_more(
        self, session: AsyncSession, changes: Changes, raw: Mapping[str, Any]
    ) -> Result:
        """The operation inside a transaction that others of its kind share (`run_all`)."""
        data = self._prepare(raw)
        await self.platform.database.enter(session, self._first_entry(data))
        return await self._within(session, changes, data, raw)

    def _prepare(self, raw: Mapping[str, Any]) -> Input:
        self.county = self.principal.county
        self.named = self._named(raw)
        if not self.operation.first_login:
            self.principal.require_own_password()
        return self._read(raw)

    async def _within(
        self, session: AsyncSession, changes: Changes, data: Input, raw: Mapping[str, Any]
    ) -> Result:
        operation = self.operation
        named = getattr(data, operation.subject, None) if operation.subject else None
        self.kept = await subject_settings.ahead(self.platform, session, self.principal, named)
        voided = operation.permission == "record:void"
        owner = await refs.load(
            session,
            self.principal,
            self.platform.registry,
            data,
            voided=voided,
            owner_of=operation.subject,
        )
        context, paths = await self._context(session, data, owner)
        require_terms(context, data, changes=operation.changes)
        if self.key and (seen := await idempotency.claim(context, self.key, raw, paths[0])):
            return Result(seen, replayed=True)
        self._compare_version(
            data
        )  # after the key: a caller who repeats a request saw the version before that change
        if operation.changes:
            await self.platform.plugins.guard(context, data)
        async with answering_for(operation.plugin, operation.name):
            value = await own_fields.perform(context, operation, data)
        if operation.changes:
            await require_rules(context, changes.facts)
            context.advice.extend(await self.platform.plugins.advise(context, data, value))
            await self._conclude(context, value, changes, paths, self._subject(data))
        return Result(
            value, self._advice(context), shown=context.shown, wrote=frozenset(changes.entities)
        )

    def _advice(self, context: OperationContext) -> tuple[Advice, ...]:
        if not context.advice:
            return ()
        terms = local_terms(self.platform, context.settings)
        return tuple(replace(item, text=terms.text(item.text)) for item in context.advice)

    def in_local_words(self, error: Exception) -> None:
        """Let an error speak the words of the subject's place."""
        if self.settings and self.settings.plugins and isinstance(error, YishiError):
            local_terms(self.platform, self.settings).error(error)

    async def record(self, error: Exception) -> None:
        """The audit of what did not happen."""
        known = isinstance(error, YishiError)
        code = error.code if isinstance(error, YishiError) else Code.INTERNAL
        reason = (
            str(error.data.get("rule") or error.data.get("permission") or "")
            if isinstance(error, YishiError)
            else None
        )
        if code is Code.UNAVAILABLE:
            return  # the database that would hold the row does not answer; the log has it
        if self.principal.kind is PrincipalKind.ANONYMOUS and not self.platform.nameless.take(
            self.operation.name if self._open_to_all else ""
        ):
            structlog.get_logger("yishi.operation").warning(
                "refused without an account", operation=self.operation.name, code=code.value
            )
            return
        about = (
            {"subject_type": self.named.type, "subject_id": self.named.id}
            if self.named
            else self._caller()
        )
        await audit.record_failure(
            self.platform.database,
            self.principal,
            self.operation.name,
            AuditResult.REFUSED if known else AuditResult.FAILED,
            self.county,
            code=code.value,
            reason=reason or None,
            **about,
        )

    def _named(self, raw: Mapping[str, Any]) -> Pending | None:
        """The subject's reference, or where it is derived the first one of the input, before
        anything is known to be right with it.
        """
        subject: Any = raw
        for part in self.operation.subject.split("."):
            subject = subject.get(part) if isinstance(subject, Mapping) else None
        for value in (subject, *(raw.get(name) for name in self.operation.input.model_fields)):
            try:
                found = parse_global_id(value) if isinstance(value, str) else None
            except ValueError:
                continue
            if found is not None and found.type in self.platform.registry:
                return found
        return None

    def _caller(self) -> dict[str, Any]:
        """The caller's own account as the subject of operations that have no other."""
        if self.operation.subject or not self.principal.account:
            return {}
        return {"subject_type": ACCOUNT, "subject_id": self.principal.account}

    def _read(self, raw: Mapping[str, Any]) -> Input:
        try:
            data = self.operation.input.model_validate(dict(raw))
        except ValidationError as error:
            raise as_invalid_input(error) from None
        if self.operation.acts_for and self.principal.kind is PrincipalKind.ANONYMOUS:
            # The county is named in the request, by the station's id: never a host name, never a
            # default.
            station = next(s for s in refs.slots(data) if s.path == self.operation.subject)
            self.county = station.pending.county
            self.principal = replace(self.principal, county=self.county)
        elif self._own_account and self.principal.kind is PrincipalKind.ANONYMOUS:
            if (
                "county" not in type(data).model_fields
            ):  # only a login names it; everything else needs an account
                raise Unauthenticated.missing()
            self.county = _named_county(data)
        elif self.operation.public:
            self.county = _named_county(data)
            if self.principal.kind is PrincipalKind.ANONYMOUS:
                self.principal = replace(self.principal, county=self.county)
            elif (
                self.county not in self.principal.counties
            ):  # in another county the caller is a visitor like any other
                self.principal = Principal.anonymous(self.county, self.principal.policy)
        elif self.principal.kind is PrincipalKind.ANONYMOUS:
            raise Unauthenticated.missing()
        return data

    @property
    def _own_account(self) -> bool:
        """`login`, `changePassword`, `logout` …: no place, the function checks for itself."""
        return (
            self.operation.changes
            and self.operation.permission is None
            and not self.operation.subject
        )

    @property
    def _open_to_all(self) -> bool:
        return bool(
            self.operation.acts_for
            or (self._own_account and "county" in self.operation.input.model_fields)
        )

    def _first_entry(self, data: Input) -> TenantScope:
        if self._own_account:
            return self._system_entry()
        return self.principal.reading

    def _system_entry(self) -> TenantScope:
        own = Principal.system(self.county, self.principal.policy).reading
        return replace(own, account=self.principal.account, version=self.principal.version)

    async def _context(
        self, session: AsyncSession, data: Input, owner: OrgUnit | None
    ) -> tuple[OperationContext, tuple[str, ...]]:
        """Find the place, hold the permission against it, and enter with exactly the places where
        it is held.
        """
        subject = self._subject(data)
        if self.operation.changes:
            self.principal = await finishing(self.platform, session, self.principal, data, subject)
        paths = self._authorize(subject)
        self._require_standing(data, subject)
        if subject is not None:
            self.county = subject.county
        org = owner or await self._owner(session, subject)
        if self.operation.changes and paths and not self._own_account:
            await self.platform.database.enter(session, self._writing(paths))
            guard_handed(session.sync_session, paths)
        settings = await subject_settings.of(self.platform, session, org, data, subject, self.kept)
        self.settings = settings
        require_plugin_there(self.operation, self.principal, org, settings)
        context = OperationContext(
            self.platform,
            self.principal,
            session,
            self.operation.name,
            org,
            settings,
            now=clock.now(),
            back_entered=self.operation.back_entry or self.imported,
            beforehand=self.beforehand,
            emits=self.operation.writes,
        )
        return context, paths or (county_path(self.county),)

    def _subject(self, data: Input) -> TenantRow | None:
        if not self.operation.subject:
            return None
        value: Any = data
        for part in self.operation.subject.split("."):
            value = getattr(value, part)
        if not isinstance(value, TenantRow):
            raise InvalidInput.of(
                self.operation.subject, "必填项未填写。", "This field is required."
            )
        return value

    def _require_standing(self, data: Input, subject: TenantRow | None) -> None:
        """A body that was closed takes no new business; its records stay (domain.md 2.2, as
        stations in 2.3).
        """
        if (
            not isinstance(subject, OrgUnit)
            or subject.closed_on is None
            or not self.operation.changes
            or self.operation.allow_closed_org
        ):
            return
        field = next(
            (name for name in type(data).model_fields if getattr(data, name) is subject),
            self.operation.subject,
        )
        raise Refused(KernelRule.ORG_CLOSED, at=field, org=subject.name, day=subject.closed_on)

    def _authorize(self, subject: TenantRow | None) -> tuple[str, ...]:
        permission, to_read = self.operation.permission, not self.operation.changes
        if self.operation.acts_for and self.principal.kind is PrincipalKind.ANONYMOUS:
            assert subject is not None
            if (
                not getattr(subject, "takes_anonymous", False)
                or getattr(subject, "state", None) != "active"
            ):
                raise Refused(KernelRule.STATION_CLOSED)
            return (subject.org_path,)
        if permission is None:
            return self.principal.reading.paths
        if self.operation.guests:
            self.principal.require_within_scopes(permission)
            return (
                self.principal.reading.paths
            )  # loading the subject was the check, by the rule of reading it
        if subject is not None:
            return authorize(self.principal, permission, subject, to_read=to_read)
        paths = self.principal.paths_for(permission, to_read=to_read)
        if not paths:
            raise NotFound.at("")
        return paths

    def _writing(self, paths: tuple[str, ...]) -> TenantScope:
        entry = self.principal.entering(paths)
        if self.principal.kind is PrincipalKind.ANONYMOUS:
            return replace(
                entry,
                counties=(self.county,),
                lineage=tuple(a for p in paths for a in ancestors(p)),
            )
        return entry

    async def _owner(self, session: AsyncSession, subject: TenantRow | None) -> OrgUnit:
        if isinstance(subject, OrgUnit):
            return subject
        org_id = getattr(subject, "org_id", None)
        key = identity_key(OrgUnit, (self.county, org_id))
        if org_id and isinstance(there := session.identity_map.get(key), OrgUnit):
            return there
        query, named = (
            _owner_query(by_id=org_id is not None),
            {"county": self.county, "id": org_id, "path": county_path(self.county)},
        )
        org = (await session.scalars(query, named)).one_or_none()
        if org is None:
            # A guest (handling unit, resident, partner) acts on a record of an org they cannot see:
            # its settings and guards still hold.
            await self.platform.database.enter(
                session, Principal.system(self.county, self.principal.policy).reading
            )
            org = (await session.scalars(query, named)).one_or_none()
            await self.platform.database.enter(session, self.principal.reading)
        if org is None:
            raise NotFound.at("county")
        return org

    def _compare_version(self, data: Input) -> None:
        if self.expected_version is None:
            return
        name = self.operation.versioned or self.operation.subject
        row = getattr(data, name, None) if name else None
        current = getattr(row, "version", None)
        if current is not None and current != self.expected_version:
            raise Conflict.stale(current)

    async def _conclude(
        self,
        context: OperationContext,
        value: Any,
        changes: Changes,
        paths: tuple[str, ...],
        subject: TenantRow | None,
    ) -> None:
        row = value if isinstance(value, TenantRow) else None
        if row is None and isinstance(value, BaseModel):
            row = next(
                (
                    v
                    for n in type(value).model_fields
                    if isinstance(v := getattr(value, n), TenantRow)
                ),
                None,
            )
        if self.operation.event and row is not None:
            context.emit(self.operation.event, row)
        if row is None and context.events:
            row = (
                context.events[0].row
            )  # what the answer leaves out, such as the record behind a receipt, is still audited
        about = row or context.about or subject
        await context.session.flush()
        own = context.org.org_path
        place = own if any(own.startswith(p) for p in paths) else paths[0]
        await audit.write(
            context.session,
            self.principal,
            self.operation.name,
            AuditResult.DONE,
            county=context.county,
            path=place,
            row=about,
            changes=changes.of(about) if about is not None else None,
        )
        await events.write(context, place)
        if self.key:
            await idempotency.fulfil(context, self.key, row)


def _named_county(data: Input) -> int:
    """The county that a login or a public question names, whose inputs have this field."""
    return int(vars(data)["county"])


@cache
def _owner_query(*, by_id: bool) -> sa.Select[OrgUnit]:
    where = OrgUnit.id == sa.bindparam("id") if by_id else OrgUnit.org_path == sa.bindparam("path")
    return (
        sa.select(OrgUnit)
        .where(OrgUnit.county == sa.bindparam("county"), where)
        .execution_options(**NAMES_COUNTY)
    )
