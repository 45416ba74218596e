"""The lint rules hold in every tracked file, and each of them catches what it is there for."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest

from tests.lint.citations import CitationsNameAHeading
from tests.lint.days import DAY_RULES
from tests.lint.elevated import ELEVATED
from tests.lint.elevation import WhoMayElevate, module_of
from tests.lint.rules import RULES, PluginsUsePublicCore, Rule, public_names
from tests.lint.sources import read, tracked
from tests.lint.texts import TEXT_RULES, NoVariantOutsidePlugins, TextRule, variant_words
from tests.lint.words import OneWordPerThing

CORE = PurePosixPath("core/yishi_core/domain/topics/service.py")
DATABASE = PurePosixPath("core/yishi_core/kernel/database/work.py")
PLUGIN = PurePosixPath("plugins/yishi_plugins/somewhere/__init__.py")
FACE = PurePosixPath("graphql/yishi_graphql/reader/plan.py")
TEST = PurePosixPath("tests/core/topics/test_topics.py")

#: Rule → (file, code) that it must report.
PLANTED: dict[str, list[tuple[PurePosixPath, str]]] = {
    "settings-only-in-database": [
        (
            CORE,
            "await session.execute(sql(\"select set_config('app.counties', '{990101}', true)\"))",
        ),
        (FACE, "statement = 'set  local app.paths = x'"),
        (FACE, "statement = f'SET LOCAL app.paths = {paths}'"),
        (PLUGIN, "connection.run('SET ROLE yishi_owner')"),
        (PLUGIN, "connection.run('RESET ROLE')"),
        (CORE, "select(func.set_config('app.counties', value, True))"),
    ],
    "no-built-statements": [
        (CORE, "session.execute(text(f'select * from {table}'))"),
        (CORE, "session.execute(sa.text('select * from %s' % table))"),
        (DATABASE, "cursor.execute(f'drop table {table}')"),
        (DATABASE, "cursor.execute('drop table {}'.format(table))"),
        (DATABASE, "cursor.execute('drop table ' + table)"),
        (FACE, "cursor.execute(query=f'select {column}')"),
        (PLUGIN, "op.execute('select ' + ', '.join(columns))"),
        (PLUGIN, "statement = psycopg.sql.SQL(f'select {column}')"),
    ],
    "plugins-use-public-core": [
        (PLUGIN, "from yishi_core.kernel.database import Work"),
        (PLUGIN, "from yishi_core.domain.topics.service import choose"),
        (PLUGIN, "import yishi_core.kernel.database"),
        (PLUGIN, "import yishi_core"),
        (PLUGIN, "from yishi_core import _certainly_not_exported"),
        (PLUGIN, "from yishi_core import Topic"),
        (PLUGIN, "from yishi_core.domain.topics import Station"),
        (PLUGIN, "from yishi_core.domain.topics import service"),
    ],
    "core-imports-modules": [
        (CORE, "from yishi_core import Entity"),
        (CORE, "from yishi_core.domain.topics import Topic"),
        (FACE, "from yishi_core.domain.topics import propose_topic"),
    ],
    "one-clock": [
        (CORE, "opened = datetime.now(UTC)"),
        (CORE, "opened = datetime.datetime.utcnow()"),
        (PLUGIN, "due = date.today() + timedelta(days=3)"),
        (FACE, "started = time.time()"),
        (TEST, "def test_it():\n    assert opened.day == datetime.now(UTC).day"),
    ],
    "written-dates-stand-under-the-fixed-day": [
        (TEST, "@pytest.mark.day\ndef test_it():\n    opened('2026-03-01')"),
        (
            TEST,
            "@pytest.mark.day\n@pytest.mark.parametrize('on', ['2026-03-01'])\ndef test_it(on): "
            "...",
        ),
        (TEST, "pytestmark = pytest.mark.day\ndef test_it():\n    opened(date(2026, 3, 1))"),
        (
            TEST,
            "pytestmark = [pytest.mark.slow, pytest.mark.day]\ndef test_it():\n    "
            "opened(at='2026-03-01T09:00:00+08:00')",
        ),
        (
            TEST,
            "MAY = '2026-05'\ndef opened():\n    return MAY\n@pytest.mark.day\ndef test_it():\n  "
            "  opened()",
        ),
        (
            TEST,
            "@pytest.fixture\ndef old():\n    return date(2026, 3, 1)\n@pytest.mark.day\ndef "
            "test_it(old): ...",
        ),
        (TEST, "def test_it():\n    subprocess.run(['yishi', 'tick', '--day', '2026-03-01'])"),
        (
            TEST,
            "@pytest.mark.day\ndef test_it():\n    with clock.moved(noon):\n        pass\n    "
            "opened('2026-03-01')",
        ),
    ],
    "tests-that-reckon-are-marked": [
        (TEST, "def test_it():\n    opened(clock.today())"),
        (
            TEST,
            "def ago(days):\n    return clock.now() - timedelta(days)\nasync def test_it():\n    "
            "opened(ago(3))",
        ),
        (TEST, "@pytest.mark.slow\ndef test_it():\n    with clock.moved(clock.now() + DAY): ..."),
    ],
    "marked-tests-start-no-process": [
        (TEST, "@pytest.mark.day\ndef test_it():\n    subprocess.run(['yishi', 'tick'])"),
        (
            TEST,
            "pytestmark = pytest.mark.day\ndef run():\n    subprocess.run(['yishi'])\n"
            "def test_it():\n    run()",
        ),
    ],
    "no-day-at-import": [
        (TEST, "TODAY = clock.today()"),
        (TEST, "@pytest.mark.parametrize('on', [clock.today()])\ndef test_it(on): ..."),
        (TEST, "def opened(on=clock.today()): ..."),
        (TEST, "class Given:\n    on = clock.now()"),
    ],
    "the-database-tells-no-time": [
        (CORE, "select(Topic).where(Topic.due_on < func.current_date())"),
        (PLUGIN, "statement = 'select id from topic where created_at > now() - $1'"),
        (TEST, "owner.execute('update account set disabled_at = now()')"),
        (TEST, "owner.execute('insert into county_entry values (1, CURRENT_DATE)')"),
    ],
    "no-hand-copies": [
        (CORE, "Topic(**data.model_dump(include={'title', 'description'}))"),
        (PLUGIN, "copied = item.model_dump(mode='json', include=NAMES)"),
    ],
    "refusals-are-declared": [
        (CORE, "require(free, 'taken', '已有人。', 'Somebody has it.')"),
        (PLUGIN, "return Refused('too_late', Text('过期。', 'Too late.'))"),
        (PLUGIN, "raise Refused(f'{what}_taken')"),
        (CORE, "rules.require(free, rule='taken')"),
        (CORE, "require(free, TAKEN)"),
        (CORE, "raise Forbidden(text, rule='not_own')"),
    ],
    "no-variant-outside-plugins": [
        (CORE, "LABEL = '古城保护'"),
        (FACE, "if plugin == 'some_variant': ..."),
        (CORE, "# 某某议事厅 needs this"),
        (PurePosixPath("core/yishi_core/some_variant/models.py"), ""),
    ],
    "no-machine-paths": [
        (CORE, "home = '/" + "work/main'"),
        (PurePosixPath("README.md"), "see /" + "root/.profile"),
        (PurePosixPath("requirements.lock"), "--index-" + "url https://example.org/simple"),
        (PurePosixPath("Makefile"), "pip install -i https://" + "pypi.example.org/simple"),
    ],
    "files-stay-small": [
        (CORE, "x = 1\n" * 451),
        (TEST, "x = 1\n" * 451),
        (
            PurePosixPath("core/yishi_core/kernel/database/migrations/environment.py"),
            "x = 1\n" * 451,
        ),
    ],
    "lines-stay-short": [
        (CORE, f"x = '{'协' * 95}'"),
        (TEST, f"x = 1  # {'a' * 93}"),
        (CORE, f"x = '{'a' * 95}'  # type: ignore[misc]"),
    ],
    "the-formatter-decides": [
        (CORE, "x = 1  # fm" + "t: skip"),
        (TEST, "# fm" + "t: off\nx = 1"),
    ],
    "root-folders-are-not-packages": [
        (PurePosixPath("graphql/__init__.py"), ""),
        (PurePosixPath("core/conftest.py"), ""),
    ],
    "citations-name-a-heading": [
        (CORE, '"""Screening (domain.m' + 'd 2.99)."""'),
        (CORE, '"""Screening (domain.m' + 'd 2.6, 2.99)."""'),
        (CORE, "x = 1  # access.m" + "d 11–14"),
        (PurePosixPath("core/yishi_core/kernel/variants/core.toml"), "[[quotas]]  # 2.99 [S1.6]"),
        (CORE, "# as domain.m" + "d\n    # 2.99 says"),
        (CORE, '"""See `checks.m' + 'd` K99."""'),
        (CORE, '"""See lawbook.m' + 'd."""'),
        (PurePosixPath("docs/http.md"), "See [there](reference/nowhere.m" + "d)."),
    ],
    "one-word-per-thing": [
        (CORE, '__label__ = "协商平台"'),
        (PLUGIN, 'Text("阵地已撤销。", "closed")'),
        (PurePosixPath("plugins/yishi_plugins/somewhere/variant.toml"), 'label = "帐号"'),
        (PurePosixPath("README.zh-CN.md"), "按本地实际配置"),
    ],
}

ELEVATIONS = [
    "system = Principal.system(county, policy)",
    "async def find(context):\n    async with as_platform(context):\n        pass",
    "async def find(context):\n    async with elevation.as_platform(context):\n        pass",
    "class Work:\n    async def go(self):\n        await self.database.enter(session, scope)",
    "async def go(platform):\n    async with unasked(platform, 990101, 'go') as context: ...",
    "context = standing(platform, session, 990101, 'go')",
    "async def all_(context):\n    async with seeing_county(context, 'org:read'): ...",
    "def query():\n    return select(Topic).execution_options(**NAMES_COUNTY)",
    "def query():\n    return select(Topic).execution_options(yishi_names_county=True)",
]
PLANTED["who-may-elevate"] = [(CORE, text) for text in ELEVATIONS]

#: Rule → (file, code) that looks similar and is right.
INNOCENT: dict[str, list[tuple[PurePosixPath, str]]] = {
    "settings-only-in-database": [
        (DATABASE, "statement = 'SET LOCAL app.paths = x'"),
        (CORE, "'''Never write set_config here.'''"),
        (CORE, "label = 'Settings of the county'"),
        (PurePosixPath("tests/core/test_roles.py"), "statement = 'SET ROLE postgres'"),
    ],
    "no-built-statements": [
        (CORE, "session.execute(text('select 1'))"),
        (CORE, "session.execute(select(Topic).where(Topic.title == f'{a}{b}'))"),
        (CORE, "session.execute(statement, {'title': f'{a}{b}'})"),
        (CORE, "Text(f'第{n}届', f'term {n}')"),
    ],
    "plugins-use-public-core": [
        (PLUGIN, "from yishi_core.testing import Conformance"),
        (PLUGIN, "from yishi_core.domain.topics import ProposeTopicInput, Topic, propose_topic"),
        (PLUGIN, "from .models import Walk"),
        (CORE, "from yishi_core.kernel.database import Work"),
    ],
    "core-imports-modules": [
        (CORE, "from yishi_core import clock"),
        (CORE, "from yishi_core.domain.topics.models import Topic"),
        (PLUGIN, "from yishi_core.domain.topics import Topic"),
    ],
    "one-clock": [
        (PurePosixPath("core/yishi_core/clock.py"), "datetime.now(UTC)"),
        (CORE, "started = time.monotonic()"),
        (CORE, "opened = clock.now()"),
    ],
    "no-hand-copies": [
        (CORE, "entered(Topic, data, year=year)"),
        (CORE, "kept = definition.model_dump(mode='json')"),
    ],
    "written-dates-stand-under-the-fixed-day": [
        (TEST, "def test_it():\n    opened('2026-03-01')"),
        (
            TEST,
            "@pytest.mark.day\ndef test_it():\n    with clock.moved(datetime(2026, 3, 1, "
            "tzinfo=UTC)):\n        opened('2026-03-01')",
        ),
        (
            TEST,
            "def at(day):\n    return clock.moved(noon(day))\n@pytest.mark.day\ndef test_it():\n "
            "   with at('2026-03-01'): ...",
        ),
        (
            TEST,
            "OLD = '2026-03-01'\n@pytest.mark.day\ndef test_it():\n    'As on 2026-03-01.'\n    "
            "opened(clock.today())",
        ),
    ],
    "tests-that-reckon-are-marked": [
        (TEST, "@pytest.mark.day\ndef test_it():\n    opened(clock.today())"),
        (TEST, "pytestmark = pytest.mark.day\ndef test_it():\n    opened(clock.today())"),
        (TEST, "def test_it():\n    opened('2026-03-01')\n    closed(clock.today())"),
        (TEST, "def ago(days):\n    return clock.now() - timedelta(days)\ndef test_it(): ..."),
    ],
    "marked-tests-start-no-process": [
        (TEST, "def test_it():\n    subprocess.run(['yishi', 'tick'])"),
        (TEST, "@pytest.mark.day\ndef test_it():\n    opened(clock.today())"),
    ],
    "no-day-at-import": [
        (TEST, "def tomorrow():\n    return clock.today() + DAY"),
        (TEST, "later = lambda: clock.now() + HOUR"),
        (CORE, "FIRST = clock.today()"),
    ],
    "the-database-tells-no-time": [
        (CORE, "entered_at = mapped_column(server_default=sa.func.now())"),
        (CORE, "statement = 'update workday set entered_at = clock_timestamp()'"),
        (CORE, "context.now()"),
        (
            PurePosixPath("core/yishi_core/kernel/database/migrations/versions/0001_initial.py"),
            "server_default=sa.text('now()')",
        ),
    ],
    "refusals-are-declared": [
        (CORE, "require(free, TopicRule.TAKEN, by=name)"),
        (CORE, "require(free, rule)"),
        (PLUGIN, "return Refused(StudioRule.TOO_LATE)"),
        (CORE, "raise Forbidden(text, permission='topic:screen')"),
    ],
    "no-variant-outside-plugins": [
        (PurePosixPath("plugins/yishi_plugins/some_variant/__init__.py"), "LABEL = '某某议事厅'"),
        (PurePosixPath("tests/plugins/test_some_variant.py"), "some_variant"),
    ],
    "no-machine-paths": [
        (CORE, "path = 'stations/" + "work/plan'"),
        (PurePosixPath("README.md"), "https://www.postgresql.org/docs/15/"),
    ],
    "files-stay-small": [
        (CORE, "x = 1\n" * 450),
        (
            PurePosixPath("core/yishi_core/kernel/database/migrations/versions/0001.py"),
            "x = 1\n" * 900,
        ),
    ],
    "lines-stay-short": [
        (CORE, f"x = '{'协' * 94}'"),
        (CORE, f"x = f({'a' * 80})  # type: ignore[arg-type]  # the reason is beside it"),
        (CORE, f'x = """\nselect {"a" * 100}\n"""'),
        (CORE, f"# https://example.org/{'a' * 90}"),
    ],
    "the-formatter-decides": [
        (PurePosixPath("core/yishi_core/kernel/access/permissions.py"), "x = 1  # fm" + "t: skip"),
        (CORE, "x = 1  # skip"),
    ],
    "root-folders-are-not-packages": [(PurePosixPath("core/yishi_core/__init__.py"), "")],
    "citations-name-a-heading": [
        (CORE, '"""Screening (domain.md 2.6, 2.19 and 6.15; access.md 4–7; checks.md K23)."""'),
        (CORE, '"""Said in domain.md, 3 rows further."""'),
        (CORE, "readme = '$package/README.md'"),
        (PurePosixPath("docs/http.md"), "See [access](reference/access.md) 1 and `docs/http.md`."),
    ],
    "one-word-per-thing": [
        (CORE, 'building = "阵地建设"'),
        (CORE, 'platform = "线上平台"'),
        (PurePosixPath("graphql/yishi_graphql/demo/cast.py"), 'said = "把流程讲清楚"'),
        (PurePosixPath("tests/core/test_stations.py"), 'name = "协商平台"'),
    ],
}

INNOCENT["who-may-elevate"] = [
    (CORE, "async with database.transaction(principal.reading) as session: ..."),
    (CORE, "from yishi_core.kernel.operation.elevation import as_platform"),
    (
        PurePosixPath("core/yishi_core/kernel/operation/elevation.py"),
        "async def as_platform(context):\n    await database.enter(context.session, system)",
    ),
    (TEST, "system = Principal.system(county, policy)"),
]

EVERY: tuple[Rule | TextRule, ...] = (
    *RULES,
    *DAY_RULES,
    *TEXT_RULES,
    CitationsNameAHeading(),
    OneWordPerThing(),
    WhoMayElevate(),
)


def look(rule: Rule | TextRule, path: PurePosixPath, text: str) -> list[str]:
    """What the rule says about a file of this name and text."""
    return breaches([rule], path, text)[rule.name] if rule.covers(path) else []


def breaches(
    rules: Sequence[Rule | TextRule], path: PurePosixPath, text: str
) -> dict[str, list[str]]:
    """Rule → what it says about a file that it covers; the file is parsed once for all of them."""
    tree = ast.parse(text, str(path)) if path.suffix == ".py" else None
    return {
        rule.name: rule.find(text, path)
        if isinstance(rule, TextRule)
        else (rule.find(tree, path) if tree else [])
        for rule in rules
    }


def named(name: str) -> Rule | TextRule:
    """The rule of that name; the one about variants with an invented variant."""
    if name == NoVariantOutsidePlugins.name:
        return NoVariantOutsidePlugins({"some_variant", "某某议事厅"})
    return next(rule for rule in EVERY if rule.name == name)


def test_the_rules_hold_in_every_tracked_file() -> None:
    """All rules in one pass: parsing the files takes longer than looking at them."""
    found: dict[str, list[str]] = {rule.name: [] for rule in EVERY}
    for path in tracked():
        covering = [rule for rule in EVERY if rule.covers(path)]
        if covering and (text := read(path)) is not None:
            for name, lines in breaches(covering, path, text).items():
                found[name] += lines
    broken = [rule for rule in EVERY if found[rule.name]]
    assert not broken, "\n".join(
        line for rule in broken for line in (rule.reason, "", *found[rule.name], "")
    )


@pytest.mark.parametrize(
    ("name", "path", "text"), [(n, p, t) for n, cases in PLANTED.items() for p, t in cases]
)
def test_rule_catches_a_planted_violation(name: str, path: PurePosixPath, text: str) -> None:
    assert look(named(name), path, text)


@pytest.mark.parametrize(
    ("name", "path", "text"), [(n, p, t) for n, cases in INNOCENT.items() for p, t in cases]
)
def test_rule_lets_right_code_pass(name: str, path: PurePosixPath, text: str) -> None:
    assert look(named(name), path, text) == []


def test_every_rule_tells_its_reason_and_has_a_planted_violation() -> None:
    names = [rule.name for rule in EVERY]
    assert len(set(names)) == len(names)
    assert set(PLANTED) == set(INNOCENT) == set(names)
    assert all(len(rule.reason) > 80 for rule in EVERY)


def test_every_elevation_of_the_list_is_there() -> None:
    rule, found = WhoMayElevate(), set()
    for path in tracked():
        if path.suffix == ".py" and rule.covers(path):
            module = module_of(path)
            tree = ast.parse(read(path) or "", str(path))
            found |= {f"{module}:{where}" for where, _, _ in rule.elevating(tree)}
    assert set(ELEVATED) - found == set(), "take these out of elevated.py"


@pytest.mark.check("K8", part="source files")
def test_database_settings_are_written_in_the_database_module_only() -> None:
    rule = named("settings-only-in-database")
    seen = [path for path in tracked() if path.suffix == ".py" and rule.covers(path)]
    assert len(seen) > 10, "the rule sees no code"
    assert [line for path in seen for line in look(rule, path, read(path) or "")] == []


def test_words_of_variants_are_read_from_their_folders(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("variants")
    for name, manifest in {
        "one": 'label = "甲"',
        "two": '[plugin]\nlabel = "乙"',
        "three": "version = 1",
        "liaison_committee": 'label = "丙"',  # a kind of body, too
    }.items():
        (folder / name).mkdir()
        (folder / name / "variant.toml").write_text(manifest, encoding="utf-8")
    (folder / "__pycache__").mkdir()
    assert variant_words(folder) == {"one", "two", "three", "甲", "乙", "丙"}


def test_public_names_of_the_core_may_be_imported_by_a_plugin() -> None:
    for face, names in public_names().items():
        for name in names:
            assert (
                PluginsUsePublicCore().find(ast.parse(f"from {face} import {name}"), PLUGIN) == []
            )
