"""Files to send in tests: pictures with a place in them, Word documents, archives that are none."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
PLACE = "SECRETPLACE"


def jpeg(size: tuple[int, int] = (40, 20), *, orientation: int = 6) -> bytes:
    """A photograph lying on its side, with camera, position and a comment in it."""
    picture = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = PLACE
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (32.0, 41.0, 30.5)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=PLACE.encode())
    return out.getvalue()


def png(size: tuple[int, int] = (10, 10)) -> bytes:
    """A picture with a text chunk."""
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Location", PLACE)
    out = BytesIO()
    Image.new("RGBA", size, (0, 0, 0, 0)).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


def docx(extra: dict[str, bytes] | None = None) -> bytes:
    """The least that is a Word document."""
    return archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **(extra or {})}
    )
