"""Every entity has a ledger that the API can answer."""

from __future__ import annotations

import pytest

from graphql import parse, validate
from tests.fixtures.county import schema_of
from yishi_core.facilities.ledgers.columns import ledger_columns, ledger_order
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.ledgers.export import document
from yishi_graphql.reader.resolve import ResolverSource


def test_the_document_of_every_ledger_is_valid(platform: Platform) -> None:
    built = schema_of(platform.plugins)
    schema = built.for_plugins(built.plugins, ResolverSource(built.operations))
    for model in platform.registry.exposed:
        columns = ledger_columns(platform.registry, model)
        assert validate(schema, parse(document(model, columns))) == [], model.name


@pytest.mark.parametrize(
    ("entity", "titles"),
    [
        (
            "Member",
            [
                "所属组织",
                "人员",
                "性别",
                "工作单位",
                "职务",
                "委员证号",
                "级别",
                "届",
                "界别",
                "常委",
            ],
        ),
        ("Intake", ["所属组织", "编号", "收到时间", "渠道", "来源", "受理站点", "内容"]),
        ("Consultation", ["所属组织", "编号", "名称", "协商事项", "站点", "日期"]),
    ],
)
def test_a_register_shows_what_an_office_expects(
    platform: Platform, entity: str, titles: list[str]
) -> None:
    assert [c.title for c in ledger_columns(platform.registry, platform.registry[entity])][
        : len(titles)
    ] == titles


def test_a_register_is_in_the_order_of_its_names_or_days(platform: Platform) -> None:
    orders = {
        name: ledger_order(platform.registry[name])
        for name in ("Person", "Deed", "Consultation", "Topic", "Attachment")
    }
    assert orders == {
        "Person": ("name",),
        "Deed": ("date",),
        "Consultation": ("date", "no"),
        "Topic": ("no",),
        "Attachment": ("created_at",),
    }
