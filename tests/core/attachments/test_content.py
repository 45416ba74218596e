"""What a file is, is decided by looking into it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.core.attachments.pictures import PLACE, archive, docx, jpeg, png
from yishi_core.errors import Refused
from yishi_core.facilities.attachments.content import DOCX, clean_name, inspect


def test_pdf_and_word_are_kept_as_they_are() -> None:
    assert inspect(b"%PDF-1.7 x").media_type == "application/pdf"
    assert inspect(docx()).media_type == DOCX
    assert inspect(docx()).data == docx()


@pytest.mark.check("K32", part="the photo's EXIF is gone")
def test_a_photograph_is_turned_upright_and_says_nothing_but_its_pixels() -> None:
    sent = jpeg((40, 20), orientation=6)
    assert PLACE.encode() in sent
    kept = inspect(sent)
    assert kept.media_type == "image/jpeg"
    assert PLACE.encode() not in kept.data
    with Image.open(BytesIO(kept.data)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
        assert "comment" not in picture.info


@pytest.mark.check("K32", part="the text of a PNG is gone")
def test_a_png_keeps_its_transparency_and_loses_its_texts() -> None:
    kept = inspect(png())
    assert kept.media_type == "image/png"
    assert PLACE.encode() not in kept.data
    with Image.open(BytesIO(kept.data)) as picture:
        assert picture.mode == "RGBA"
        assert picture.info == {}


def test_a_large_photograph_is_made_smaller() -> None:
    with Image.open(BytesIO(inspect(jpeg((5000, 100), orientation=1)).data)) as picture:
        assert picture.size == (4096, 82)


@pytest.mark.check("K21", part="a picture is unpacked to a bounded number of pixels")
def test_the_largest_photographs_are_unpacked_at_half_their_size() -> None:
    with Image.open(BytesIO(inspect(jpeg((7_000, 7_000), orientation=6)).data)) as picture:
        assert picture.size == (3_500, 3_500)


def test_a_png_that_cannot_be_unpacked_at_half_its_size_is_refused() -> None:
    with pytest.raises(Refused, match="JPG") as caught:
        inspect(png((7_000, 7_000)))
    assert caught.value.data["rule"] == "picture_size"


@pytest.mark.check("K22", part="type by content; SVG and HTML are not taken; bombs are refused")
@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "file_type"),
        (b"<!doctype html><script>alert(1)</script>", "file_type"),
        (b"", "file_type"),
        (b"MZ\x90\x00", "file_type"),
        (b" %PDF-1.7", "file_type"),
        (b"GIF89a", "file_type"),
        (archive({"a.txt": b"a"}), "file_type"),
        (archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "file_type"),
        (docx({"word/vbaProject.bin": b"x"}), "file_macro"),
        (docx({"word/media/a": b"\0" * 30_000_000}), "file_bomb"),
        (docx({f"word/{i}": b"" for i in range(2_001)}), "file_bomb"),
        (docx()[:60], "file_broken"),
        (b"PK\x03\x04" + b"\0" * 100, "file_broken"),
        (b"\xff\xd8\xff" + b"\0" * 100, "file_broken"),
        (jpeg()[:300], "file_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_broken"),
    ],
    ids=[
        "svg",
        "html",
        "empty",
        "exe",
        "space-before-pdf",
        "gif",
        "zip",
        "xlsx",
        "macro",
        "bomb",
        "many-parts",
        "cut-docx",
        "torn-zip",
        "torn-jpeg",
        "cut-jpeg",
        "torn-png",
    ],  # an archive holds the time it was made: no name for a test
)
def test_what_is_not_taken_is_refused_by_rule(data: bytes, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        inspect(data)
    assert caught.value.data["rule"] == rule
    assert [f.path for f in caught.value.fields] == ["file"]


@pytest.mark.check("K22", part="a picture that would unpack to gigabytes is refused by its head")
@pytest.mark.parametrize("size", [(8_000, 7_000), (11_000, 11_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    size: tuple[int, int],
) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(Refused) as caught:
        inspect(bomb)
    assert caught.value.data["rule"] == "picture_size"


@pytest.mark.check("K22", part="names lead nowhere")
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("会议 纪要.pdf", "会议 纪要.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("photo.JPG", "photo.pdf"),
        ("a.pdf.exe", "a.pdf.exe.pdf"),
        ("\u202egnp.exe", "gnp.exe.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "aSet-Cookie x.pdf"),
        ("...", "附件.pdf"),
        ("", "附件.pdf"),
        ("长" * 300, "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_clean_and_with_the_suffix_of_its_content(sent: str, shown: str) -> None:
    assert clean_name(sent, "application/pdf") == shown
