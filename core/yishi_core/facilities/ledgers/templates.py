"""The empty import file: column titles, and a line that explains what to write."""

from __future__ import annotations

from yishi_core.errors import NotFound
from yishi_core.facilities.ledgers.fields import fields_by_title
from yishi_core.facilities.ledgers.importing import sheet_operation
from yishi_core.facilities.ledgers.sheets import COMMENT, MARK, written
from yishi_core.facilities.ledgers.vocabularies import known_to
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.operation.platform import Platform


async def template(platform: Platform, principal: Principal, entity: str) -> str:
    """A CSV with the titles of an entity's import file and an explanation below each, with the own
    fields of the caller's plugins; the operator is offered those of all.

    Required columns are marked `*`. Raises `NotFound` for an entity without import, and for that of
    a plugin that the caller does not have.
    """
    operation = sheet_operation(platform, entity)
    if not principal.has_plugin(operation.plugin):
        raise NotFound.at("entity")
    words = await known_to(platform, principal, offered=True)
    everything = principal.kind is PrincipalKind.SYSTEM
    fields = fields_by_title(operation.input, None if everything else principal.plugins_on)
    titles = [title + ("*" if f.required else "") for title, f in fields.items()]
    hints = [f.hint(dict(words.get(f.vocabulary or "", {}))) for f in fields.values()]
    hints[0] = f"{COMMENT}填写说明(本行不导入):{hints[0]}"
    return MARK + written([titles, hints])
