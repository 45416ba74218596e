"""`yishi ledger` as an operator types it: a file in, a register out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.database import Urls
from tests.graphql.cli.test_commands import call, create, files, installation

__all__ = ["files", "installation"]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(
        "所属组织,姓名,性别\n河口镇政协联络组,张三,男\n东坪镇政协联络组,李四,女\n", "gb18030"
    )
    return file


def test_a_template_is_written_filled_and_taken_out_again(
    installation: Urls, files: Path, people: Path, tmp_path: Path
) -> None:
    create(files)
    blank, out = tmp_path / "blank.csv", tmp_path / "out.csv"
    call("ledger", "template", "Person", str(blank), "--county", "990101")
    assert blank.read_text("utf-8-sig").startswith("所属组织*,姓名*,性别,")
    tried = call("ledger", "import", "Person", str(people), "--county", "990101", "--dry-run")
    assert tried.output == "检查通过,共2行。\n"
    assert (
        call("ledger", "import", "Person", str(people), "--county", "990101").output
        == "已录入2行。\n"
    )
    assert call("ledger", "export", "Person", str(out), "--county", "990101").output.startswith(
        "已导出2行"
    )
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("所属组织,姓名,性别,出生日期")
    assert [line.split(",")[1:3] for line in lines[1:]] == [["李四", "女"], ["张三", "男"]]


def test_a_file_with_mistakes_enters_nothing_and_tells_them(
    installation: Urls, files: Path, people: Path, tmp_path: Path
) -> None:
    create(files)
    people.write_text(people.read_text("gb18030").replace("女", "不详"), "utf-8")
    errors = tmp_path / "errors.csv"
    refused = call(
        "ledger",
        "import",
        "Person",
        str(people),
        "--county",
        "990101",
        "--errors",
        str(errors),
        code=1,
    )
    assert refused.stderr == "第3行 性别:没有“不详”这个选项,可选:女、男。\n"
    assert errors.read_text("utf-8-sig").splitlines()[0] == "所属组织,姓名,性别,错误原因"
    assert call(
        "ledger", "export", "Person", str(tmp_path / "out.csv"), "--county", "990101"
    ).output.startswith("已导出0行")
    assert (
        "找不到"
        in call("ledger", "import", "Nothing", str(people), "--county", "990101", code=1).stderr
    )
