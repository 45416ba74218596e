"""The conformance suite: rules for every plugin, checked without a database.

See docs/plugins/authoring.md. `yishi plugin check PACKAGE` prints the findings, and
`yishi_core.testing` runs the checks in a plugin's own tests. A plugin without findings conforms.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from pydantic import ValidationError

from yishi_core.errors import Text
from yishi_core.kernel.database.migrations.environment import Environment
from yishi_core.kernel.database.migrations.following import Following
from yishi_core.kernel.database.migrations.recording import BrokenMigration, made_by
from yishi_core.kernel.database.migrations.shapes import Shape
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.checking import problems_in
from yishi_core.kernel.operation.collecting import entities_of, modules_of, operations_of, rules_of
from yishi_core.kernel.plugins import agreement
from yishi_core.kernel.plugins.calling import Deadlines
from yishi_core.kernel.plugins.core_data import core_data
from yishi_core.kernel.plugins.finding import installed_names, required_by
from yishi_core.kernel.plugins.hook_manager import HookManager
from yishi_core.kernel.plugins.plugin import Plugin, load
from yishi_core.kernel.plugins.plugin_set import declarations_of, wrong_hooks
from yishi_core.kernel.variants.plugin_settings import place_of
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.variant import SettingType
from yishi_core.nouns import core_packages, faces
from yishi_core.testing.imports import wrong_imports
from yishi_core.testing.unread import unread_fields

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the plugin breaks.

    `rule` is a stable identifier; `where` names a file, key, class or column.
    """

    rule: str
    where: str
    text: Text

    def __str__(self) -> str:
        return f"[{self.rule}] {self.where}: {self.text}"


def check_plugin(package: str | ModuleType) -> list[Finding]:
    """All findings about a plugin package; an empty list when it conforms."""
    try:
        plugin = load(package)
        HookManager([plugin], Deadlines())
    except BrokenPlugin as broken:
        return [*_as_findings("manifest", broken.problems), *_imports_of(_unloaded(package))]
    return [finding for check in CHECKS for finding in check(plugin)]


def _manifest(plugin: Plugin) -> Iterator[Finding]:
    """The range of core versions, names that refer to nothing, presets, rights."""
    needed = required_by(plugin)
    problems = [
        *agreement.reserved(plugin),
        *agreement.alone(plugin, core_data(), entities_of(core_packages()), needed.values()),
        *agreement.needs_met(plugin, needed, installed_names()),
    ]
    yield from _as_findings("manifest", problems)


def _names(plugin: Plugin) -> Iterator[Finding]:
    """GraphQL names, permissions, refusals, vocabulary values and tables that core uses already."""
    core = core_data()
    models, operations = (
        entities_of(core_packages()),
        operations_of(core_packages()),
    )
    claims = [
        *agreement.names(models, operations, core.code),
        *agreement.refusals(rules_of(core_packages()), core.code),
        *agreement.names(plugin.entities(), plugin.operations(), plugin.code),
        *agreement.words(plugin, core),
    ]
    yield from _as_findings("names", agreement.clashes(claims))
    taken = {m.table.name for m in models}
    for model in plugin.entities():
        if model.table.name in taken:
            yield Finding(
                "names",
                model.name,
                Text(
                    f"数据表 {model.table.name} 属于平台", f"the table {model.table.name} is core's"
                ),
            )


def _declarations(plugin: Plugin) -> Iterator[Finding]:
    """Events, to-dos, clocks, metrics and the like that name what does not exist, or one name
    twice.
    """
    declared = declarations_of([plugin], modules_of(core_packages()))
    yield from _as_findings("declarations", problems_in(declared))


def _hooks(plugin: Plugin) -> Iterator[Finding]:
    """Hook functions that name what does not exist, or take what they are not given."""
    models = [*entities_of(core_packages()), *plugin.entities()]
    yield from _as_findings("hooks", wrong_hooks(plugin, models))


def _settings(plugin: Plugin) -> Iterator[Finding]:
    """The class of settings must accept every value that the form lets users enter."""
    model, variant = plugin.settings_model, plugin.variant
    for key, setting in variant.settings.items() if model else ():
        assert model is not None
        tried: list[str | int] = (
            [*(setting.choices or ())] if setting.type is SettingType.CHOICE else []
        )
        tried += [
            v
            for v in (setting.min, setting.max)
            if v is not None and setting.type is SettingType.INT
        ]
        for value in tried:
            try:
                model.model_validate({**variant.defaults(), key: value})
            except ValidationError as error:
                if any(e["loc"][:1] == (key,) for e in error.errors()):
                    text = Text(
                        f"设置类不接受表单允许的值 {value}",
                        f"the class refuses {value}, which the form allows",
                    )
                    yield Finding("settings", f"{place_of(model)}: {model.__name__}.{key}", text)


def _entities(plugin: Plugin) -> Iterator[Finding]:
    """Keys and labels of tables (K1, K5), which would otherwise fail after a migration."""
    for model in plugin.entities():
        yield from _keys(model)
        if not _CHINESE.search(model.label) or not model.entity.__doc__:
            text = Text(
                "实体缺少中文名称 __label__ 或英文说明",
                "the entity lacks a Chinese __label__ or a docstring",
            )
            yield Finding("labels", model.name, text)
        for column in model.table.c:
            where = f"{model.name}.{column.name}"
            try:
                info = info_of(column)
            except TypeError:
                yield Finding(
                    "labels",
                    where,
                    Text("列未用 column() 或 ref() 声明", "not declared with column() or ref()"),
                )
                continue
            if not info.hidden and not _CHINESE.search(info.label):
                yield Finding(
                    "labels", where, Text("列缺少中文名称", "the column lacks a Chinese label")
                )
            if info.personal and info.personal.months <= 0:
                yield Finding(
                    "personal",
                    where,
                    Text(
                        "个人信息须写明保存期限", "personal data needs a time for which it is kept"
                    ),
                )


def _keys(model: EntityModel) -> Iterator[Finding]:
    table = model.table
    if [c.name for c in table.primary_key] != ["county", "id"]:
        yield Finding(
            "keys",
            table.name,
            Text("主键须为 (county, id)", "the primary key must be (county, id)"),
        )
    unique = [
        (c.name, [*c.columns.keys()])
        for c in table.constraints
        if isinstance(c, sa.UniqueConstraint)
    ]
    unique += [(i.name, [*i.columns.keys()]) for i in table.indexes]
    for name, columns in unique:
        if columns[:1] != ["county"]:
            yield Finding(
                "keys", f"{table.name}.{name}", Text("须以 county 开头", "must start with county")
            )
    for key in table.foreign_key_constraints:
        # The names: what a misspelt reference points at cannot be resolved to a column.
        there = [element.target_fullname.rpartition(".")[2] for element in key.elements]
        if "county" not in [c.name for c in key.columns] or "county" not in there:
            yield Finding(
                "keys",
                f"{table.name}.{key.name}",
                Text("外键两端须含 county", "a foreign key holds county at both ends"),
            )


def _migrations(plugin: Plugin) -> Iterator[Finding]:
    """The migrations make the tables of the entities, with every column and key."""
    made: Mapping[str, Shape] = {}
    if plugin.migrations:
        try:
            made = made_by(Environment(plugin.code, plugin.migrations))
        except BrokenMigration as broken:
            what = f"{type(broken.error).__name__}: {broken.error}"
            text = Text(f"迁移不能执行:{what}", f"the migration cannot be run: {what}")
            yield Finding("migrations", f"migrations/{broken.file}", text)
            return
    command = f"yishi plugin migration {plugin.name}"
    for found in Following(plugin.entities(), made).differences():
        text = Text(f"{found.text.zh};请运行 {command}", f"{found.text.en}: run {command}")
        yield Finding("migrations", found.what, text)


def _operations(plugin: Plugin) -> Iterator[Finding]:
    """Labels of permissions, of operations and of their inputs, from which forms are made."""
    for right in plugin.rights():
        if not _CHINESE.search(getattr(right, "text", Text("", "")).zh):
            yield Finding(
                "labels",
                right.value,
                Text(
                    "权限缺少中文名称,请用 Rights 声明",
                    "the permission lacks a Chinese label: use Rights",
                ),
            )
    for operation in plugin.operations():
        if not _CHINESE.search(operation.label.zh):
            yield Finding(
                "labels",
                operation.name,
                Text("操作缺少中文名称", "the operation lacks a Chinese label"),
            )
        for name, field in operation.input.model_fields.items():
            if not (field.title or field.description):
                text = Text(
                    "输入项缺少名称或说明", "the input field lacks a title or a description"
                )
                yield Finding("labels", f"{operation.input.__name__}.{name}", text)
        for type_ in (operation.input, operation.output):
            if (
                isinstance(type_, type)
                and type_.__module__.startswith(plugin.name)
                and not type_.__doc__
            ):
                yield Finding(
                    "labels",
                    type_.__name__,
                    Text("结构缺少说明", "the structure lacks a docstring"),
                )


def _inputs(plugin: Plugin) -> Iterator[Finding]:
    """An operation's input is called by its name, so that whoever knows one knows the other."""
    for operation in plugin.operations():
        if operation.input.__name__ != operation.input_name:
            text = Text(
                f"{operation.name} 的输入类应名为 {operation.input_name}",
                f"the input of {operation.name} is to be called {operation.input_name}",
            )
            yield Finding("inputs", operation.input.__name__, text)


def _unread(plugin: Plugin) -> Iterator[Finding]:
    """What a caller sends and the operation never reads: it would be answered with success."""
    for operation in plugin.operations():
        for name in unread_fields(operation):
            text = Text("操作没有用到该输入项", "the operation never reads this field")
            yield Finding("unread", f"{operation.input.__name__}.{name}", text)


def _refusals(plugin: Plugin) -> Iterator[Finding]:
    """Every class of rules is found by the platform, and tells a Chinese reason."""
    declared = plugin.refusals()
    for rule in (rule for cls in declared for rule in cls):
        if not _CHINESE.search(rule.template.zh):
            yield Finding(
                "labels", repr(rule), Text("拒绝理由缺少中文", "the refusal lacks a Chinese text")
            )
    known = {cls.__name__ for cls in declared}
    for file, tree in _code(plugin):
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name, bases=[ast.Name(id="Rule")]) if name not in known:
                    text = Text(
                        f"平台找不到 {name},请放在插件自身的模块中",
                        f"the platform does not find {name}: declare it in a module of the plugin",
                    )
                    yield Finding("refusals", f"{file}:{node.lineno}", text)


def _readme(plugin: Plugin) -> Iterator[Finding]:
    """A README in Chinese for offices and operators; of a single module, its docstring."""
    text = getattr(plugin.source, "__doc__", None) or ""
    if plugin.folder is not None:
        file = plugin.folder / "README.md"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if not _CHINESE.search(text):
        yield Finding(
            "readme",
            plugin.name,
            Text("包中缺少中文 README.md", "no README.md in Chinese in the package"),
        )


def _imports(plugin: Plugin) -> Iterator[Finding]:
    """Imports from the platform's public faces only; anything else may change without notice."""
    yield from _imports_of(_code(plugin))


def _imports_of(code: Iterable[tuple[str, ast.Module]]) -> Iterator[Finding]:
    public = faces()
    for file, tree in code:
        for line, text in wrong_imports(tree, public):
            yield Finding("imports", f"{file}:{line}", text)


def _unloaded(package: str | ModuleType) -> Iterator[tuple[str, ast.Module]]:
    """File → syntax tree of a plugin that does not load, as far as its code can be parsed: what it
    imports wrongly is the likely reason.
    """
    name = package if isinstance(package, str) else package.__name__
    try:
        found = importlib.util.find_spec(name)
        for folder in found.submodule_search_locations or () if found else ():
            yield from _sources(Path(folder))
        if found and found.origin and not found.submodule_search_locations:
            yield Path(found.origin).name, ast.parse(Path(found.origin).read_text("utf-8"))
    except (ImportError, SyntaxError, ValueError):
        return


def _code(plugin: Plugin) -> Iterator[tuple[str, ast.Module]]:
    """File → syntax tree of the plugin's own code."""
    if plugin.folder is not None:
        yield from _sources(plugin.folder)
    elif file := getattr(plugin.source, "__file__", None):
        yield Path(file).name, ast.parse(Path(file).read_text(encoding="utf-8"))


def _sources(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """File → syntax tree of the plugin's own code, without a folder `tests` inside it."""
    for path in sorted(folder.rglob("*.py")):
        if "tests" not in path.relative_to(folder).parts:
            yield str(path.relative_to(folder.parent)), ast.parse(path.read_text(encoding="utf-8"))


def _as_findings(rule: str, problems: Iterable[Problem]) -> list[Finding]:
    return [Finding(rule, f"{p.file}: {p.key}" if p.key else p.file, p.text) for p in problems]


CHECKS: Sequence[Callable[[Plugin], Iterable[Finding]]] = (
    _manifest,
    _names,
    _declarations,
    _hooks,
    _settings,
    _entities,
    _migrations,
    _operations,
    _inputs,
    _unread,
    _refusals,
    _readme,
    _imports,
)
