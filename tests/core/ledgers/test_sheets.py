"""The files: their encodings, their columns, the templates that are filled in."""

from __future__ import annotations

import pytest

from tests.core.ledgers.entering import enter, reasons
from tests.fixtures.county import County
from yishi_core.domain.people.models import Member
from yishi_core.errors import InvalidInput
from yishi_core.facilities.ledgers.fields import fields_by_title
from yishi_core.facilities.ledgers.importing import sheet_operations
from yishi_core.facilities.ledgers.sheets import MARK, read_sheet
from yishi_core.facilities.ledgers.templates import template
from yishi_core.kernel.operation.platform import Platform


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_in_the_encodings_of_offices(encoding: str) -> None:
    sheet = read_sheet(
        '姓名,单位\r\n张三,"河口镇\n卫生院"\r\n#说明,x\r\n\'-李四,\r\n'.encode(encoding)
    )
    assert sheet.titles == ("姓名", "单位")
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (2, ("张三", "河口镇\n卫生院")),
        (4, ("-李四", "")),
    ]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00a", b"PK\x03\x04\x00\x00", '姓名\n"张'.encode()])
def test_what_is_no_csv_is_told(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_sheet(data)


def test_every_input_that_comes_by_sheet_has_columns_of_its_own(platform: Platform) -> None:
    wanted = {
        "Person",
        "Member",
        "Station",
        "Intake",
        "Topic",
        "Consultation",
        "Activity",
        "Deed",
        "Dispute",
        "Outcome",
        "TalentEntry",
        "MemberDeployment",
    }
    assert wanted <= set(sheet_operations(platform))
    for operation in sheet_operations(platform).values():
        fields = fields_by_title(operation.input)
        assert all(any("\u4e00" <= c <= "\u9fff" for c in title) for title in fields), (
            operation.name
        )


async def test_the_template_names_the_columns_and_the_words(town: County) -> None:
    text = await template(town.platform, town.principals["township"], "Person")
    lines = text.removeprefix(MARK).splitlines()
    assert lines[0].startswith("所属组织*,姓名*,性别,出生日期,")
    assert "女/男" in lines[1]
    assert lines[1].startswith("#填写说明(本行不导入):必填;组织的名称或编号")
    consultation = await template(town.platform, town.principals["township"], "Consultation")
    assert "每项写作 身份|人员:…|委员级别:…|人次:…|到会:…|请假:…|请假原因:…|发言:…" in consultation
    assert "照片" not in consultation


async def test_the_template_of_members_names_the_county_s_own_sectors(town: County) -> None:
    county = town.orgs["county"]
    await town.act("county", "change_sector", org=county, code="agriculture", name="农业农村界")
    await town.act("county", "change_sector", org=county, code="macao", hidden=True)
    await town.act(
        "county", "add_sector", org=county, code="forestry", name="林业界", group="profession"
    )
    hints = (await template(town.platform, town.principals["township"], "Member")).splitlines()[1]
    assert "/农业农村界/" in hints
    assert hints.count("林业界") == 1
    assert "特邀澳门" not in hints
    await town.act("township", "register_person", org=town.orgs["village"], name="张三")
    imported = await enter(
        town, "township", "Member", ("人员", "级别", "界别"), ("张三", "县(市、区)级", "林业界")
    )
    assert reasons(imported) == []
    assert [m.sector for m in await town.rows(Member)] == ["forestry"]
    wrong = await enter(
        town, "township", "Member", ("人员", "级别", "界别"), ("张三", "市(州)级", "渔业界")
    )
    assert [(e.column, "林业界" in e.zh) for e in wrong.errors] == [("界别", True)]


async def test_questions_list_the_ledgers_with_their_columns(town: County) -> None:
    found = {ledger.entity: ledger for ledger in await town.act("township", "ledgers")}
    assert found["Deed"].operation == "recordDeed"
    assert {"所属组织", "类型", "日期", "内容"} <= {c.title for c in found["Deed"].columns}
    assert "AuditEntry" not in found
    assert [ledger.entity for ledger in await town.act("township", "ledgers", entity="Topic")] == [
        "Topic"
    ]
