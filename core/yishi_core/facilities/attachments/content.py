"""What a file really is, by looking into it; never by its name or by what its sender says (check
K22).

PDF, Word, JPEG and PNG are taken. Photographs are turned upright and written anew, so that place,
camera and whatever else hung on them is gone (check K32). All of this is slow and synchronous: call
it in a thread.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from yishi_core.errors import Refused
from yishi_core.facilities.attachments.rules import AttachmentRule
from yishi_core.kernel.memory import give_back

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 50_000_000
"""A telephone's largest photograph has 50 million."""
MAX_DECODED = 25_000_000
"""Pixels that are held in memory, at 3 or 4 bytes each. A JPEG that has more is unpacked at half
its width and height, which a PNG cannot be.
"""
LONGEST_SIDE = 4096
JPEG_QUALITY = 88
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
"""Word documents are packed 3 to 20 times; a bomb a thousand times."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = {"application/pdf": ".pdf", DOCX: ".docx", "image/jpeg": ".jpg", "image/png": ".png"}
NAME_LENGTH = 120
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


@dataclass(frozen=True, slots=True)
class Content:
    """A file that may be kept: its type, and the bytes to keep (of a photograph not those that were
    sent).
    """

    media_type: str
    data: bytes


def inspect(data: bytes) -> Content:
    """Decide by content what a file is; raises `Refused` for anything that is not taken."""
    if data.startswith(b"%PDF-"):
        return Content("application/pdf", data)
    if data.startswith(b"PK\x03\x04"):
        _check_docx(data)
        return Content(DOCX, data)
    if is_photograph(data):
        return _photograph(data)
    raise Refused(AttachmentRule.FILE_TYPE, at="file")


def is_photograph(data: bytes) -> bool:
    """Whether it begins as a JPEG or PNG does: to look into those takes much memory for a
    moment.
    """
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def clean_name(name: str, media_type: str) -> str:
    """A name to show and to save under: no path, no control or direction characters, with the
    suffix of its content.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = _BAD.sub("", last).strip(" .")
    suffix = SUFFIX[media_type]
    if PurePosixPath(stem).suffix.lower() in {*SUFFIX.values(), ".jpeg"}:
        stem = stem[: stem.rindex(".")].strip(" .")
    return (stem[: NAME_LENGTH - len(suffix)] or "附件") + suffix


def _check_docx(data: bytes) -> None:
    """Look at the directory of the archive only; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(AttachmentRule.FILE_BROKEN, at="file") from None
    unpacked = sum(e.file_size for e in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(len(data), 1)
    ):
        raise Refused(AttachmentRule.FILE_BOMB, at="file")
    names = {e.filename for e in entries}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise Refused(AttachmentRule.ARCHIVE_TYPE, at="file")
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise Refused(AttachmentRule.FILE_MACRO, at="file")


def _photograph(data: bytes) -> Content:
    from PIL import (  # 7 MB that a process without photographs does not need
        Image,
        ImageOps,
        UnidentifiedImageError,
    )

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused(AttachmentRule.PICTURE_SIZE, at="file", most=MAX_PIXELS)
            if picture.width * picture.height > MAX_DECODED:
                picture.draft(None, (picture.width // 2, picture.height // 2))
                if picture.width * picture.height > MAX_DECODED:
                    raise Refused(AttachmentRule.PICTURE_NOT_JPG, at="file", most=MAX_DECODED)
            media_type = "image/png" if picture.format == "PNG" else "image/jpeg"
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ImageOps.exif_transpose(picture, in_place=True)
            return Content(media_type, _written(picture, media_type))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(AttachmentRule.PICTURE_BOMB, at="file") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused(AttachmentRule.PICTURE_BROKEN, at="file") from None
    finally:
        give_back()


def _written(picture: Image, media_type: str) -> bytes:
    """Only the pixels go on: a copy carries no metadata of its source, however the format hides
    it.
    """
    from PIL import Image

    modes = ("RGB", "L") if media_type == "image/jpeg" else ("RGBA", "RGB", "L")
    mode = picture.mode if picture.mode in modes else modes[0]
    pixels = picture if picture.mode == mode else picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    out = BytesIO()
    if media_type == "image/jpeg":
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        bare.save(out, "PNG")
    return out.getvalue()
