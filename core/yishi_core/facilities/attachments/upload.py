"""Keeping a file that was sent.

The operation stands here and not in `service.py`: it names a place in the store, which no client
may do, so it must not become a mutation. `POST /files` is its only door.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.errors import Code, NotFound, Text, Unauthenticated, YishiError
from yishi_core.facilities.attachments.content import clean_name, inspect, is_photograph
from yishi_core.facilities.attachments.events import ATTACHMENT_ADDED
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity import OrgRow, Registry
from yishi_core.kernel.operation import Beside
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import ATTRIBUTE, Operation, operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import AnyRef, Input, parse_global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run


class UploadFileInput(Input, enters=Attachment):
    """A file that lies in the store already, and the record it belongs to."""

    record: Annotated[AnyRef, Beside()]
    name: str = Field(min_length=1, max_length=200)
    media_type: str
    size: int
    digest: str
    storage_key: str
    taken_on: date | None = None


@operation(
    Text("上传附件", "Upload a file"),
    permission=Permission.ATTACHMENT_CREATE,
    subject="record",
    event=ATTACHMENT_ADDED,
    internal=True,
)
async def upload_file(context: OperationContext, data: UploadFileInput) -> Attachment:
    """Keep a file for a record, or for an org until a record takes it."""
    return context.add(
        entered(
            Attachment,
            data,
            subject_type=type(data.record).__name__,
            subject_id=data.record.id,
            audience=getattr(data.record, "audience", None),
        )
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived."""

    name: str
    data: bytes
    record: str
    """Global id of the record or org it is for."""
    taken_on: date | None = None


async def keep(platform: Platform, principal: Principal, sent: Sent) -> Attachment:
    """Inspect, store, record. Where the operation is refused the bytes are taken away again.

    They stay where nobody knows whether the record was committed (the database went away, the
    caller did, or time was over): bytes without a record harm nobody, a record without its bytes is
    lost.

    Raises `Refused` for content that is not taken, `NotFound`, `Forbidden` and whatever else the
    operation says; `Unavailable` when too many photographs wait.
    """
    if not principal.account:
        raise Unauthenticated.missing()
    county = _county_of(platform.registry, sent.record)
    if is_photograph(sent.data):
        content = await platform.photographs.run(inspect, sent.data)
    else:
        content = await asyncio.to_thread(inspect, sent.data)
    key = await platform.files.put(county, content.data)
    try:
        result = await run(
            platform,
            principal,
            upload_operation(),
            {
                "record": sent.record,
                "name": clean_name(sent.name, content.media_type),
                "media_type": content.media_type,
                "size": len(content.data),
                "digest": hashlib.sha256(content.data).hexdigest(),
                "storage_key": key,
                "taken_on": sent.taken_on,
            },
        )
    except StaleGrants:
        await platform.files.remove(key)
        raise
    except YishiError as error:
        if error.code is not Code.UNAVAILABLE:
            await platform.files.remove(key)
        raise
    assert isinstance(result.value, Attachment)
    return result.value


def upload_operation() -> Operation:
    """The declaration of `upload_file`."""
    declared = getattr(upload_file, ATTRIBUTE)
    assert isinstance(declared, Operation)
    return declared


def _county_of(registry: Registry, record: str) -> int:
    """The county named in a global id, checked to be of an entity that can own files."""
    try:
        pending = parse_global_id(record)
    except ValueError:
        raise NotFound.at("subject") from None
    owners = {m.name for m in registry.exposed if issubclass(m.entity, OrgRow)} - {
        Attachment.__name__
    }
    if pending.type not in owners or not 0 < pending.county < 1_000_000:
        raise NotFound.at("subject")
    return pending.county


__all__ = ["Sent", "UploadFileInput", "keep", "upload_file", "upload_operation"]
